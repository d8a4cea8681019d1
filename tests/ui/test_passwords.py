from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from thuiszitters.ui.passwords import MinimumLengthValidator


def test_short_password_is_refused_in_dutch() -> None:
    regel = MinimumLengthValidator(12)
    regel.validate("x" * 12)
    with pytest.raises(ValidationError, match="Kies minstens 12 tekens"):
        regel.validate("x" * 11)
    assert regel.get_help_text() == "Minstens 12 tekens."
