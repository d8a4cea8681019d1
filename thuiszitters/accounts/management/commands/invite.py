from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from thuiszitters.accounts.management.zoeken import get_organisatie
from thuiszitters.accounts.models import Lidmaatschap
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import invite_user


class Command(BaseCommand):
    help = "Give somebody a role; who has no account yet gets a mail to choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the role, the organisation and the person."""
        parser.add_argument("rol", choices=Rol.values)
        parser.add_argument("soort", choices=Soort.values, help="the kind of the organisation")
        parser.add_argument("code", help="the official code of the organisation")
        parser.add_argument("naam")
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite and print one sentence, or raise CommandError with what is not right."""
        soort, rol = Soort(options["soort"]), Rol(options["rol"])
        organisatie = get_organisatie(soort, options["code"])
        held = Lidmaatschap.objects.active_on(timezone.localdate()).filter(
            user__email__iexact=options["email"].strip(), organisatie=organisatie, rol=rol
        )
        if held.exists():
            self.stdout.write(f"{options['email']} is al {rol.label} bij {organisatie}.")
            return
        try:
            invite_user(
                email=options["email"],
                naam=options["naam"],
                organisatie=organisatie,
                rol=rol,
                door=None,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{options['email']} is nu {rol.label} bij {organisatie}.")
