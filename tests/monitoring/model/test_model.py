"""The real ladder against the model, over random stories."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.monitoring.model.play import Play
from tests.monitoring.model.stories import Story, stories


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(story=stories())
def test_the_ladder_and_the_model_agree_after_every_round(story: Story) -> None:
    Play(story).run()
