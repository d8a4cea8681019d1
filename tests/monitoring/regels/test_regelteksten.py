"""A text that was not changed with the days of its rung is noticed, and follows where it can."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitoring.ladder import (
    LANDELIJKE_ACTIELADDER,
    LANDELIJKE_LADDER,
    Drempel,
    LadderRegel,
    Trede,
)
from monitoring.ladder.vergelijking import compare_ladders
from monitoring.ladder.woorden import aanleiding_bij
from monitoring.regelteksten import stale_texts, with_days


def rung(drempel: Drempel, trede: Trede) -> LadderRegel:
    return next(r for r in LANDELIJKE_LADDER.regels if r.sleutel == (drempel, trede))


VEERTIEN = rung(Drempel.VEERTIEN_DAGEN, Trede.PREVENTIE)
WEEK = rung(Drempel.VIER_WEKEN, Trede.STIMULEREN)
VOL = rung(Drempel.VIER_WEKEN, Trede.SIGNALEREN)


@pytest.mark.parametrize(
    ("tekst", "oud", "nieuw", "wordt"),
    [
        (VEERTIEN.aanleiding, 14, 7, "De leerling is zeven dagen thuis."),
        (VEERTIEN.aanleiding, 14, 1, "De leerling is een dag thuis."),
        (VEERTIEN.aanleiding, 14, 25, "De leerling is 25 dagen thuis."),
        (WEEK.aanleiding, -7, -14, "Over twee weken zit de leerling vier weken thuis."),
        (WEEK.aanleiding, -7, -10, "Over tien dagen zit de leerling vier weken thuis."),
        ("Over 28 dagen is het zover.", -28, -7, "Over zeven dagen is het zover."),
        ("Twee weken nog.", -14, -7, "Een week nog."),
        (WEEK.aanleiding, -7, 7, ""),
        (VOL.aanleiding, 0, 3, ""),
        ("Het kind is al een tijd thuis.", 14, 7, ""),
    ],
)
def test_the_number_follows(tekst: str, oud: int, nieuw: int, wordt: str) -> None:
    assert with_days(tekst, oud, nieuw) == wordt


def test_national_texts_name_their_own_days() -> None:
    """Where the national wording names a number of days, it is that of the rung."""
    follows = {
        regel.sleutel
        for regel in LANDELIJKE_LADDER.regels
        if with_days(regel.aanleiding, regel.dagen, regel.dagen * 2)
    }
    assert len(follows) == 5


def test_what_is_told() -> None:
    assert stale_texts(VEERTIEN, VEERTIEN, VEERTIEN) == []
    sooner = replace(VEERTIEN, dagen=7)
    (found,) = stale_texts(sooner, VEERTIEN)
    assert (found.veld, found.voorstel) == ("aanleiding", "De leerling is zeven dagen thuis.")
    assert "Klopt de tekst nog?" in found.zin
    later = replace(VOL, dagen=3)
    assert [w.voorstel for w in stale_texts(later, VOL)] == [""]


def test_one_that_was_kept_before_is_measured_by_the_national_one() -> None:
    own = replace(VEERTIEN, dagen=7)
    assert len(stale_texts(own, own, VEERTIEN)) == 1
    assert len(stale_texts(own, own, None)) == 0


def test_what_fits_or_is_not_used_is_not_told() -> None:
    assert stale_texts(replace(VEERTIEN, dagen=7, aanleiding="Een week thuis."), VEERTIEN) == []
    assert stale_texts(replace(VEERTIEN, dagen=7, aan=False), VEERTIEN) == []
    over = rung(Drempel.DRIE_MAANDEN_VOORBIJ, Trede.AANSPREKEN)
    assert stale_texts(replace(over, dagen=9), over) == []


def test_what_is_asked_is_told_where_it_names_the_days() -> None:
    base = replace(VEERTIEN, vraag="Bel binnen veertien dagen met de ouders.")
    found = stale_texts(replace(base, dagen=10), base)
    assert [w.veld for w in found] == ["aanleiding", "vraag"]
    assert found[1].voorstel == "Bel binnen tien dagen met de ouders."


def test_a_text_that_follows_from_the_days_is_no_difference_of_its_own() -> None:
    national = LANDELIJKE_ACTIELADDER
    sooner = tuple(
        replace(r, dagen=-10, aanleiding=aanleiding_bij(-10)) if r.dagen == -14 else r
        for r in national.regels
    )
    (found,) = compare_ladders(replace(national, regels=sooner), national)
    assert found.veld.endswith(".dagen")
    back = tuple(
        replace(r, aanleiding=aanleiding_bij(-14)) if r.dagen == -14 else r for r in national.regels
    )
    assert compare_ladders(replace(national, regels=back), national) == []


def test_another_text_is_told_with_its_words() -> None:
    national = LANDELIJKE_ACTIELADDER
    own = tuple(
        replace(r, vraag="Bel de regietafel.") if r.dagen == -14 else r for r in national.regels
    )
    (found,) = compare_ladders(replace(national, regels=own), national)
    assert "het signaal vraagt “Bel de regietafel.”, niet “Laat weten of" in found.zin
