from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from thuiszitters.accounts.selectors import demo_logins

_KOPPEN = {
    "rol": "Rol",
    "organisatie": "Organisatie",
    "email": "E-mail",
    "wachtwoord": "Wachtwoord",
}


class Command(BaseCommand):
    help = "Print the logins of the demo, one per role."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them as a table; say so when there are none."""
        rijen = demo_logins()
        if not rijen:
            self.stdout.write("Er zijn geen demogegevens. Maak ze met: manage.py create_demo_data")
            return
        breedte = {kop: max(len(rij[kop]) for rij in [_KOPPEN, *rijen]) for kop in _KOPPEN}
        for rij in [_KOPPEN, *rijen]:
            self.stdout.write(
                "  " + "  ".join(rij[kop].ljust(breedte[kop]) for kop in _KOPPEN).rstrip()
            )
