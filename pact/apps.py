from django.apps import AppConfig


class PactConfig(AppConfig):
    name = "pact"
    verbose_name = "pact"

    def ready(self) -> None:
        """Have the convenant asked of everybody who wants to see casework by invitation."""
        from cases.voorwaarden import register_eis
        from pact.convenant import convenant_banier, unsigned
        from thuiszitters.ui.banieren import register_banier

        register_eis(unsigned)
        register_banier(convenant_banier)
