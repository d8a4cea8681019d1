from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "monitoring"

    def ready(self) -> None:
        from cases.panelen import register_paneel
        from monitoring.paneel import signalen_paneel
        from monitoring.selectors.mijn_signalen import count_open
        from monitoring.signaalmail import herinnering_context, signaal_context
        from thuiszitters.accounts.context import register_teller
        from thuiszitters.berichten.registry import register

        register("signaal", signaal_context)
        register("herinnering", herinnering_context)
        register_teller("monitoring:mijn_signalen", count_open)
        register_paneel(signalen_paneel)
