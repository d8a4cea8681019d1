"""What the page on which a meeting is held shows, part by part, and how a part answers.

`sent` holds the forms and texts that were sent and could not be saved, by the name of their part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pact.errors import PactError
from pact.forms.overleg import AfspraakForm, StandForm, VolgendeForm, afspraak_choices
from pact.keuzes import Aanwezigheid, PuntSoort
from pact.models import Actie, Agendapunt, Deelname, Overleg, Partner
from pact.overlegagenda import build_blokken
from pact.selectors import partners_of
from pact.selectors.deelnemers import people_by_partner
from pact.selectors.overleg import (
    afspraken_made_in,
    deelnames_of,
    following_overleg,
    punten_of,
    standpunten_of,
)
from pact.selectors.verslag import name_of, tijd_in_words
from pact.views.overleg.hulp import is_htmx, to_overleg
from pact.views.overleg.stukjes import (
    Stukje,
    stukje_of_punt,
    stukje_of_standpunt,
    stukje_of_tekst,
)

KEUZES = [
    (Aanwezigheid.AANWEZIG, "Aanwezig"),
    (Aanwezigheid.AFGEMELD, "Afgemeld"),
    (Aanwezigheid.AFWEZIG, "Afwezig"),
]
"""What can be said of somebody who was asked."""

Sent = Mapping[str, Any]


@dataclass(slots=True)
class Houdpunt:
    """One point of the agenda, with the forms that belong to it."""

    nummer: str
    punt: Agendapunt
    stukje: Stukje | None
    stand_form: StandForm | None

    @property
    def klaar(self) -> bool:
        """Whether something was written down at it."""
        written = bool(self.punt.besproken or self.punt.besluit)
        afspraak = self.punt.afspraak
        if afspraak is None:
            return written
        said = (s.overleg_id == self.punt.overleg_id for s in afspraak.standen.all())
        return written or any(said)


def _houdpunt(overleg: Overleg, nummer: str, punt: Agendapunt, sent: Sent) -> Houdpunt:
    stukje: Stukje | None = stukje_of_punt(overleg, punt)
    if punt.soort == PuntSoort.VASTSTELLEN:
        stukje = stukje_of_tekst(overleg, "inleiding")
    elif punt.soort == PuntSoort.RONDVRAAG:
        stukje = stukje_of_tekst(overleg, "afsluiting")
    elif punt.soort == PuntSoort.VOLGEND:
        stukje = None
    form: StandForm | None = None
    if punt.afspraak is not None:
        name = f"stand{punt.pk}"
        form = sent.get(name) or StandForm(afspraak=punt.afspraak, mag_vervallen=True, prefix=name)
    if stukje is not None:
        stukje = _as_sent(stukje, sent)
    return Houdpunt(nummer, punt, stukje, form)


def _as_sent(stukje: Stukje, sent: Sent) -> Stukje:
    given: Stukje | None = sent.get("stukje")
    return given if given is not None and given.anker == stukje.anker else stukje


def _base(overleg: Overleg) -> dict[str, Any]:
    return {"pact": overleg.pact, "overleg": overleg, "peildatum": timezone.localdate()}


def punt_context(overleg: Overleg, pk: int, sent: Sent) -> dict[str, Any]:
    """Return what one point needs, to be shown by itself."""
    punt = next(punt for punt in punten_of(overleg) if punt.pk == pk)
    return {**_base(overleg), "rij": _houdpunt(overleg, "", punt, sent)}


def aanwezig_context(
    overleg: Overleg, sent: Sent, deelnames: list[Deelname] | None = None
) -> dict[str, Any]:
    """Return who was asked, what can be said of them, and who can still be added."""
    rows = deelnames_of(overleg) if deelnames is None else deelnames
    there = {d.user_id for d in rows if d.user_id is not None}
    chosen: Mapping[int, str] = sent.get("aanwezig") or {}
    return {
        **_base(overleg),
        "deelnemers": [
            {
                "deelname": d,
                **name_of(d),
                "keuze": chosen.get(d.pk, d.aanwezigheid),
                "anders": d.pk in chosen and chosen[d.pk] != d.aanwezigheid,
            }
            for d in rows
        ],
        "keuzes": KEUZES,
        "geweest": overleg.datum <= timezone.localdate(),
        "aantal_aanwezig": sum(d.aanwezigheid == Aanwezigheid.AANWEZIG for d in rows),
        "aanwezig_fout": sent.get("aanwezig_fout", ""),
        "erbij": sent.get("erbij") or {},
        "mensen": [
            (partner, left)
            for partner, users in people_by_partner(overleg.pact)
            if (left := [user for user in users if user.pk not in there])
        ],
    }


def standpunten_context(
    overleg: Overleg, sent: Sent, partners: list[Partner] | None = None
) -> dict[str, Any]:
    """Return what the partners said, and which can still be asked."""
    rows = list(standpunten_of(overleg))
    spoken = {standpunt.partner_id for standpunt in rows}
    everybody = list(partners_of(overleg.pact)) if partners is None else partners
    return {
        **_base(overleg),
        "standpunten": [
            _as_sent(stukje_of_standpunt(overleg, standpunt), sent) for standpunt in rows
        ],
        "standpunt_nieuw": sent.get("standpunt_nieuw") or {},
        "zonder_standpunt": [partner for partner in everybody if partner.pk not in spoken],
    }


def afspraken_context(
    overleg: Overleg, sent: Sent, choices: tuple[list[Partner], list[Actie]] | None = None
) -> dict[str, Any]:
    """Return what was agreed in this meeting, and the form for the next afspraak."""
    partners, acties = choices or afspraak_choices(overleg.pact)
    return {
        **_base(overleg),
        "afspraken": afspraken_made_in(overleg),
        "afspraak_form": sent.get("afspraak")
        or AfspraakForm(prefix="afspraak", partners=partners, acties=acties),
    }


def volgende_context(overleg: Overleg, sent: Sent) -> dict[str, Any]:
    """Return the next meeting, or the form to plan one."""
    following = following_overleg(overleg)
    return {
        **_base(overleg),
        "volgend": following,
        "volgend_tijd": tijd_in_words(following) if following is not None else "",
        "volgende_form": sent.get("volgende")
        or VolgendeForm(prefix="volgende", initial={"begintijd": overleg.begintijd}),
    }


def page_context(overleg: Overleg, sent: Sent) -> dict[str, Any]:
    """Return everything the page shows."""
    choices = afspraak_choices(overleg.pact)
    punten = [punt for punt in punten_of(overleg) if not punt.weggelaten]
    blokken = [
        (blok, [_houdpunt(overleg, nummer, punt, sent) for nummer, punt in blok.genummerd])
        for blok in build_blokken(punten)
    ]
    soorten = {punt.soort for punt in punten}
    wrong = next((f for naam, f in sent.items() if naam == "afspraak"), None)
    loose = [
        _as_sent(stukje_of_tekst(overleg, veld), sent)
        for veld, soort in (
            ("inleiding", PuntSoort.VASTSTELLEN),
            ("afsluiting", PuntSoort.RONDVRAAG),
        )
        if soort not in soorten
    ]
    return {
        **aanwezig_context(overleg, sent),
        **standpunten_context(overleg, sent, choices[0]),
        **afspraken_context(overleg, sent, choices),
        **volgende_context(overleg, sent),
        "tijd": tijd_in_words(overleg),
        "blokken": blokken,
        "los": loose,
        "zonder_volgend": PuntSoort.VOLGEND not in soorten,
        "form": wrong,
    }


def show_page(
    request: HttpRequest, overleg: Overleg, status: int = 200, **sent: Any
) -> HttpResponse:
    """Return the whole page; `sent` is what was refused, by part."""
    return render(request, "pact/overleg/houden.html", page_context(overleg, sent), status=status)


def back_to(overleg: Overleg, anker: str) -> HttpResponse:
    """Return the way back to a part of the page."""
    return to_overleg(overleg, "pact:houden", f"#{anker}")


def tried(write: Callable[[], object]) -> tuple[list[str], int]:
    """Write; return what was wrong, in words, and the status of the answer."""
    try:
        write()
    except PactError as refused:
        return [str(refused)], 409
    except ValidationError as error:
        return error.messages, 422
    return [], 200


def answer_in_place(
    request: HttpRequest,
    overleg: Overleg,
    status: int,
    *,
    deel: str,
    anker: str,
    context_of: Callable[[dict[str, Any]], dict[str, Any]],
    sent: dict[str, Any],
    **extra: Any,
) -> HttpResponse:
    """Return the part that was sent, or without a script the page; `sent` is what was refused."""
    if is_htmx(request):
        context = context_of(sent) | extra
        context["opgeslagen"] = timezone.localtime() if status == 200 else None
        return render(request, f"pact/overleg/{deel}.html", context, status=status)
    if status != 200:
        return show_page(request, overleg, status, **sent)
    return back_to(overleg, anker)
