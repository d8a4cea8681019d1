"""Password rules in our words: Django 5.2 says this one in English on a Dutch page."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator as DjangoMinimumLength


class MinimumLengthValidator(DjangoMinimumLength):
    """Refuses a password that is shorter than min_length characters, in Dutch."""

    def get_error_message(self) -> str:
        """Returns what is wrong and what to do."""
        return f"Dit wachtwoord is te kort. Kies minstens {self.min_length} tekens."

    def get_help_text(self) -> str:
        """Returns the hint for a form that shows the rules."""
        return f"Minstens {self.min_length} tekens."
