"""Composed organisations, people and casussen; traits are named after states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from cases.models import Casus
from cases.services.casussen import NieuweCasus, open_casus
from cases.services.tijdlijn import Inzender
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap, create_organisatie

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)


def make_organisatie(soort: Soort, **extra: Any) -> Organisatie:
    """Return a new organisation of this kind, with a code that fits it."""
    n = next(_numbers)
    codes = {
        Soort.SWV: f"VO{n:04d}",
        Soort.GEMEENTE: f"{n:04d}",
        Soort.SCHOOL: f"{n % 100:02d}{chr(65 + n // 100 % 26)}{chr(65 + n // 2600 % 26)}",
        Soort.SCHOOLBESTUUR: f"{n:05d}",
    }
    values: dict[str, Any] = {
        "naam": f"{soort.label} {n}",
        "soort": soort,
        "code": codes.get(soort, f"X{n}"),
        "vakantieregio": "noord" if soort in {Soort.SWV, Soort.SCHOOL, Soort.GEMEENTE} else "",
    }
    return create_organisatie(**(values | extra))


def make_user(rol: Rol, organisatie: Organisatie, **extra: Any) -> User:
    """Return a new person with this role at this organisation since long ago."""
    n = next(_numbers)
    user = User.objects.create_user(
        f"{rol}{n}@voorbeeld.example", "geheim-woord-123", naam=f"{Rol(rol).label} {n}"
    )
    add_lidmaatschap(user=user, organisatie=organisatie, rol=rol, **({"van": LONG_AGO} | extra))
    return user


@dataclass
class Region:
    """An SWV with a gemeente, a bestuur and a school, and one person in every casework role."""

    swv: Organisatie
    gemeente: Organisatie
    bestuur: Organisatie
    school: Organisatie
    coordinator: User
    directeur: User
    leerplichtambtenaar: User
    zorgcoordinator: User
    bestuurder: User

    def by(self, user: User | None = None) -> Inzender:
        """Return the sender of a form: the coordinator unless another is given."""
        person = user or self.coordinator
        return Inzender(door=person, namens=person.lidmaatschappen.get().organisatie)


def make_region(**extra: Any) -> Region:
    """Return a whole composed region."""
    swv = make_organisatie(Soort.SWV, **extra)
    gemeente = make_organisatie(Soort.GEMEENTE, swv=swv)
    bestuur = make_organisatie(Soort.SCHOOLBESTUUR)
    school = make_organisatie(Soort.SCHOOL, swv=swv, bestuur=bestuur)
    return Region(
        swv=swv,
        gemeente=gemeente,
        bestuur=bestuur,
        school=school,
        coordinator=make_user(Rol.COORDINATOR, swv),
        directeur=make_user(Rol.DIRECTEUR, swv),
        leerplichtambtenaar=make_user(Rol.LEERPLICHTAMBTENAAR, gemeente),
        zorgcoordinator=make_user(Rol.ZORGCOORDINATOR, school),
        bestuurder=make_user(Rol.BESTUURDER, bestuur),
    )


def make_casus(region: Region, *, dagen: int = 10, **extra: Any) -> Casus:
    """Return an open casus of a child that is absent, unauthorised, since `dagen` days."""
    n = next(_numbers)
    values: dict[str, Any] = {
        "voornaam": "Kind",
        "achternaam": f"Nummer{n}",
        "geboortedatum": date(timezone.localdate().year - 13, 1, 1) + timedelta(days=n % 300),
        "gemeente": region.gemeente,
        "school": region.school,
        "verzuim_begin": timezone.localdate() - timedelta(days=dagen),
        "eigenaar": region.coordinator,
    }
    return open_casus(swv=region.swv, new=NieuweCasus(**(values | extra)), inzender=region.by())
