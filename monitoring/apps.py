from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "monitoring"

    def ready(self) -> None:
        from monitoring.signaalmail import signaal_context
        from thuiszitters.berichten.registry import register

        register("signaal", signaal_context)
