from django.apps import AppConfig


class PactConfig(AppConfig):
    name = "pact"
    verbose_name = "pact"

    def ready(self) -> None:
        """Have the convenant asked of who sees casework by invitation; give the mails words."""
        from cases.voorwaarden import register_eis
        from pact.bouwsteenmail import bouwsteenvraag_context
        from pact.convenant import convenant_banier, unsigned
        from pact.rapportmail import rapportage_context
        from pact.verslagmail import verslag_context
        from thuiszitters.berichten.registry import register
        from thuiszitters.ui.banieren import register_banier

        register_eis(unsigned)
        register_banier(convenant_banier)
        register("verslag", verslag_context)
        register("rapportage", rapportage_context)
        register("bouwsteenvraag", bouwsteenvraag_context)
