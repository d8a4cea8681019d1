from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "monitoring"

    def ready(self) -> None:
        from cases.panelen import register_paneel
        from monitoring import levenstekens
        from monitoring.actiepaneel import aanspreek_url, actiesignalen_paneel
        from monitoring.banier import watch_banier
        from monitoring.cijfers import CIJFERS
        from monitoring.paneel import signalen_paneel
        from monitoring.selectors.actiesignalen import (
            aangesproken_bron,
            has_open_signaal,
            open_bron,
        )
        from monitoring.selectors.mijn_signalen import count_waiting
        from monitoring.services.actiereacties import follow_change
        from monitoring.services.mensen import look_again, look_at_partner
        from monitoring.signaalmail import herinnering_context, signaal_context
        from monitoring.storingenmail import storingen_afmelden, storingen_context
        from pact.bronnen import register_aangesproken, register_aanspreken, register_signalen
        from pact.indicatoren import register_indicator
        from pact.panelen import register_actiepaneel, register_vraag
        from pact.wijzigingen import on_change_of_actie, on_change_of_partner
        from thuiszitters.accounts.context import register_teller
        from thuiszitters.accounts.wijzigingen import on_change_of_people
        from thuiszitters.berichten.registry import register
        from thuiszitters.ui.banieren import register_banier

        register("signaal", signaal_context)
        register("herinnering", herinnering_context)
        register("actiesignaal", signaal_context)
        register("actieherinnering", herinnering_context)
        register_teller("monitoring:mijn_signalen", count_waiting)
        register("storingen", storingen_context, afmeld_url=storingen_afmelden)
        register_paneel(signalen_paneel)
        for cijfer in CIJFERS:
            register_indicator(cijfer.code, cijfer.naam, "monitoring:begrippen", cijfer.anker)
        register_banier(watch_banier)
        register_actiepaneel(actiesignalen_paneel)
        register_vraag(has_open_signaal)
        register_signalen(open_bron)
        register_aangesproken(aangesproken_bron)
        register_aanspreken(aanspreek_url)
        levenstekens.connect()
        on_change_of_people(look_again)
        on_change_of_actie(follow_change)
        on_change_of_partner(look_at_partner)
