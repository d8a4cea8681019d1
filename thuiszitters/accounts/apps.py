from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "thuiszitters.accounts"
    label = "accounts"
    verbose_name = "organisaties en mensen"

    def ready(self) -> None:
        from thuiszitters.accounts import logins
        from thuiszitters.accounts.mails import account_context, address_failed
        from thuiszitters.berichten.registry import on_undeliverable, register

        logins.connect()
        register("uitnodiging", account_context)
        register("wachtwoord", account_context)
        on_undeliverable(address_failed)
