from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "thuiszitters.ui"
    label = "ui"
    verbose_name = "Vormgeving"

    def ready(self) -> None:
        """Have forms speak plain Dutch: forms of ours are made after this."""
        from thuiszitters.ui.forms import use_own_messages

        use_own_messages()
