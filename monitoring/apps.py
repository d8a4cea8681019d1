from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "monitoring"

    def ready(self) -> None:
        from cases.panelen import register_paneel
        from monitoring.paneel import signalen_paneel
        from monitoring.signaalmail import signaal_context
        from thuiszitters.berichten.registry import register

        register("signaal", signaal_context)
        register_paneel(signalen_paneel)
