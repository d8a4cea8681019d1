from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "monitoring"

    def ready(self) -> None:
        from cases.panelen import register_paneel
        from monitoring import levenstekens
        from monitoring.banier import watch_banier
        from monitoring.paneel import signalen_paneel
        from monitoring.selectors.mijn_signalen import count_open
        from monitoring.services.mensen import look_again
        from monitoring.signaalmail import herinnering_context, signaal_context
        from monitoring.storingenmail import storingen_afmelden, storingen_context
        from thuiszitters.accounts.context import register_teller
        from thuiszitters.accounts.wijzigingen import on_change_of_people
        from thuiszitters.berichten.registry import register
        from thuiszitters.ui.banieren import register_banier

        register("signaal", signaal_context)
        register("herinnering", herinnering_context)
        register_teller("monitoring:mijn_signalen", count_open)
        register("storingen", storingen_context, afmeld_url=storingen_afmelden)
        register_paneel(signalen_paneel)
        register_banier(watch_banier)
        levenstekens.connect()
        on_change_of_people(look_again)
