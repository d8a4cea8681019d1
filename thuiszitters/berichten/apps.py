from django.apps import AppConfig


class BerichtenConfig(AppConfig):
    name = "thuiszitters.berichten"
    label = "berichten"
    verbose_name = "berichten"

    def ready(self) -> None:
        from thuiszitters.berichten.bundelen import SJABLOON, overzicht_context
        from thuiszitters.berichten.registry import register

        register(SJABLOON, overzicht_context)
