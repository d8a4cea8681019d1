"""Meetings for the permission matrix and the axe walk: one held, one on its way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.keuzes import Aanwezigheid, OverlegSoort
from pact.models import Pact, Partner
from pact.services.kalenderlink import make_link
from pact.services.overleg import (
    AfspraakInhoud,
    Genodigden,
    OverlegGegevens,
    add_standpunt,
    close_overleg,
    create_afspraak,
    create_overleg,
    save_aanwezigheid,
)
from thuiszitters.accounts.models import Organisatie, User

PUNT = ("punt_wijzig", "punt_verplaats", "punt_weg", "punt_terug", "houden_punt", "houden_stand")
"""What is about one point of the agenda."""

STUKJES = ("houden_tekst", "houden_standpunt", "houden_standpunt_weg")
"""What is about one text, besides those of points."""

OVERLEG_POST = (
    "overleg_vervalt",
    "overleg_gaat_door",
    "punt_nieuw",
    "agenda_aanvullen",
    *PUNT[1:],
    *STUKJES,
    "houden_aanwezig",
    "houden_erbij",
    "houden_standpunten",
    "houden_afspraak",
    "houden_volgende",
    "houden_afsluiten",
    "verslag_vaststellen",
    "verslag_versturen",
    "verslag_opmerking",
    "kalender_nieuw",
    "kalender_intrekken",
)
"""What only takes a POST."""

OVERLEG_LEIDEN = (
    "overleg_nieuw",
    "overleg_wijzig",
    "houden",
    "punt_wijzig",
    "verslag",
    "verslag_pdf",
    "afspraak_wijzig",
    *(naam for naam in OVERLEG_POST if not naam.startswith("kalender")),
)
"""What only whoever leads the pact may do, while the minutes are a concept."""

_NOT_OF_ONE = {"overleg_nieuw", "afspraak_wijzig", *PUNT, *STUKJES}


def overleg_kwargs(
    pact: Pact, lead: User, organisatie: Organisatie, partner: Partner
) -> dict[str, dict[str, Any]]:
    """Return the arguments of every address of meetings, in a composed world."""
    by = Inzender(door=lead, namens=organisatie)
    today = timezone.localdate()

    def plan(dagen: int) -> Any:
        return create_overleg(
            pact=pact,
            gegevens=OverlegGegevens(
                soort=OverlegSoort.DIRECTEUREN, datum=today + timedelta(days=dagen)
            ),
            genodigden=Genodigden(users=[lead], gasten=["inspecteur, Inspectie"]),
            inzender=by,
        )

    held = plan(-30)
    afspraak = create_afspraak(
        overleg=held,
        inhoud=AfspraakInhoud(tekst="De lijsten naast elkaar leggen", eigenaar=partner),
        inzender=by,
    )
    keuzes = {d.pk: (Aanwezigheid.GENODIGD, Aanwezigheid.AANWEZIG) for d in held.deelnames.all()}
    save_aanwezigheid(overleg=held, keuzes=keuzes, inzender=by)
    close_overleg(overleg=held, inzender=by)
    now = plan(0)
    punt = now.agendapunten.get(afspraak=afspraak)
    said = add_standpunt(overleg=now, partner=partner, tekst="Wij doen mee", inzender=by)
    one = {"code": pact.code, "nr": now.nr}
    of_afspraak = {"code": pact.code, "nr": afspraak.nr}
    of_standpunt = {**one, "pk": said.pk}
    return {
        **{f"pact:{naam}": one for naam in OVERLEG_LEIDEN if naam not in _NOT_OF_ONE},
        **{f"pact:{naam}": one for naam in ("overleg", "overleg_ics")},
        **{f"pact:{naam}": {**one, "pk": punt.pk} for naam in PUNT},
        "pact:houden_tekst": {**one, "veld": "inleiding"},
        "pact:houden_standpunt": of_standpunt,
        "pact:houden_standpunt_weg": of_standpunt,
        "pact:afspraak": of_afspraak,
        "pact:afspraak_wijzig": of_afspraak,
        "pact:kalender_feed": {"token": make_link(user=lead)},
    }
