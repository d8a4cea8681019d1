"""A ladder that contradicts itself is refused, field by field."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any, cast

import pytest

from cases.stand.drempels import drie_maanden_na
from cases.stand.regelset import REGELNAMEN
from monitoring.ladder import (
    LANDELIJKE_ACTIELADDER,
    LANDELIJKE_LADDER,
    Anker,
    Drempel,
    Ladder,
    LadderRegel,
    Trede,
)
from monitoring.ladder.controle import (
    _VROEGST,
    ANKER_VAN,
    TE_VRAGEN,
    check_actieladder,
    check_ladder,
)
from monitoring.ladder.woorden import (
    DREMPELNAMEN,
    INSTELLINGEN,
    naam_van,
    regel_in_woorden,
    waarde_in_woorden,
    wanneer,
)
from monitoring.ontvangers import VOLGENDE
from thuiszitters.accounts.rollen import Rol
from thuiszitters.kalender import Regio, is_schooldag

VIER_WEKEN = (Drempel.VIER_WEKEN, Trede.SIGNALEREN)
STIMULEREN = (Drempel.VIER_WEKEN, Trede.STIMULEREN)
VEERTIEN = (Drempel.VEERTIEN_DAGEN, Trede.PREVENTIE)


def ladder_with(sleutel: tuple[Drempel, Trede], **changes: Any) -> Ladder:
    """Return the national ladder with one rung changed."""
    regels = tuple(
        replace(regel, **changes) if regel.sleutel == sleutel else regel
        for regel in LANDELIJKE_LADDER.regels
    )
    assert regels != LANDELIJKE_LADDER.regels
    return Ladder(regels)


def test_the_national_ladder_is_sound_and_covers_every_drempel() -> None:
    assert check_ladder(LANDELIJKE_LADDER) == []
    assert check_actieladder(LANDELIJKE_ACTIELADDER) == []
    regels = (*LANDELIJKE_LADDER.regels, *LANDELIJKE_ACTIELADDER.regels)
    assert {regel.drempel for regel in regels} == set(ANKER_VAN)
    assert set(Drempel) - set(ANKER_VAN) == {Drempel.MET_DE_HAND}
    assert all(ANKER_VAN[regel.drempel] == regel.anker for regel in regels)


@pytest.mark.parametrize(
    ("sleutel", "changes", "pad", "zin"),
    [
        (VIER_WEKEN, {"termijn": 0}, "vier_weken.signaleren.termijn", "1 tot en met 60"),
        (VIER_WEKEN, {"termijn": -3}, "vier_weken.signaleren.termijn", "1 tot en met 60"),
        (VIER_WEKEN, {"termijn": 61}, "vier_weken.signaleren.termijn", "1 tot en met 60"),
        (VIER_WEKEN, {"rollen": ()}, "vier_weken.signaleren.rollen", "Kies wie"),
        (VIER_WEKEN, {"rollen": (Rol.AUDITOR,)}, "vier_weken.signaleren.rollen", "auditor"),
        (
            VIER_WEKEN,
            {"rollen": cast("Any", ("tovenaar",))},
            "vier_weken.signaleren.rollen",
            "tovenaar",
        ),
        (
            VIER_WEKEN,
            {"rollen": (Rol.DIRECTEUR, Rol.DIRECTEUR)},
            "vier_weken.signaleren.rollen",
            "één keer",
        ),
        (VIER_WEKEN, {"vraag": "  "}, "vier_weken.signaleren.vraag", "Vul een zin in"),
        (VIER_WEKEN, {"vraag": "x" * 201}, "vier_weken.signaleren.vraag", "hoogstens 200"),
        (VIER_WEKEN, {"aanleiding": "a\r\nBcc: x"}, "vier_weken.signaleren.aanleiding", "één"),
        (VIER_WEKEN, {"aanleiding": "a\u2028b"}, "vier_weken.signaleren.aanleiding", "één regel"),
        (VIER_WEKEN, {"aanleiding": "a\x00b"}, "vier_weken.signaleren.aanleiding", "één regel"),
        (VIER_WEKEN, {"vraag": "a\u202eb"}, "vier_weken.signaleren.vraag", "één regel"),
        *(
            (VIER_WEKEN, {"aanleiding": tekst}, "vier_weken.signaleren.aanleiding", zin)
            for tekst, zin in (
                ("Het gaat om 123456782.", "burgerservicenummer"),
                ("Het gaat om 1234.56.782.", "burgerservicenummer"),
                ("Het gaat om 123 456 782.", "burgerservicenummer"),
                ("Beste {{ naam }}", "{{"),
                ("Beste {% if x %}", "{%"),
                ("Bel <b>nu</b>.", "Opmaak"),
                ("Bel <img src=x", "Opmaak"),
                ("Bel <!-- nu", "Opmaak"),
            )
        ),
        (VIER_WEKEN, {"anker": Anker.SIGNAAL}, "vier_weken.signaleren.anker", "vier_weken_op"),
        (VEERTIEN, {"dagen": -1}, "veertien_dagen.preventie.dagen", "voor het begin"),
        (STIMULEREN, {"dagen": -26}, "vier_weken.stimuleren.dagen", "voor het begin"),
        (VEERTIEN, {"dagen": 367}, "veertien_dagen.preventie.dagen", "hoogstens 366"),
        (VEERTIEN, {"dagen": 22}, "veertien_dagen.preventie.dagen", "stimuleren valt eerder"),
        (STIMULEREN, {"dagen": 0}, "vier_weken.signaleren.dagen", "valt ook stimuleren"),
        (STIMULEREN, {"dagen": 5}, "vier_weken.stimuleren.dagen", "signaleren valt eerder"),
        (
            (Drempel.DRIE_MAANDEN, Trede.AANSPREKEN),
            {"dagen": -70},
            "vier_weken.signaleren.dagen",
            "aanspreken valt eerder",
        ),
        (
            (Drempel.DRIE_MAANDEN, Trede.AANSPREKEN),
            {"dagen": 1},
            "drie_maanden.aanspreken.dagen",
            "op of voor de dag",
        ),
        (
            (Drempel.DRIE_MAANDEN_VOORBIJ, Trede.AANSPREKEN),
            {"dagen": 0},
            "drie_maanden_voorbij.aanspreken.dagen",
            "1 of meer",
        ),
        (
            (Drempel.VEERTIENDAAGS, Trede.PREVENTIE),
            {"dagen": 0},
            "veertiendaags.preventie.dagen",
            "1 tot en met 92",
        ),
        (
            (Drempel.UREN_16, Trede.STIMULEREN),
            {"dagen": 3},
            "uren_16.stimuleren.dagen",
            "vul 0 in",
        ),
    ],
)
def test_what_contradicts_itself_is_named_by_its_field(
    sleutel: tuple[Drempel, Trede], changes: dict[str, Any], pad: str, zin: str
) -> None:
    found = check_ladder(ladder_with(sleutel, **changes))
    assert any(pad == where and zin in melding for where, melding in found)


@pytest.mark.parametrize("drempel", [Drempel.VIER_WEKEN, Drempel.DRIE_MAANDEN])
def test_the_thresholds_of_law_and_pact_cannot_be_switched_off(drempel: Drempel) -> None:
    regels = tuple(
        replace(regel, aan=regel.drempel != drempel) for regel in LANDELIJKE_LADDER.regels
    )
    ((pad, zin),) = check_ladder(Ladder(regels))
    assert pad.startswith(f"{drempel}.")
    assert "in de wet en in het pact" in zin
    without = tuple(regel for regel in regels if regel.drempel != drempel)
    assert [pad for pad, _ in check_ladder(Ladder(without))] == [f"{drempel}.signaleren.aan"]


def test_every_other_rung_can_be_off() -> None:
    regels = tuple(
        replace(regel, aan=regel.sleutel in {VIER_WEKEN, (Drempel.DRIE_MAANDEN, Trede.SIGNALEREN)})
        for regel in LANDELIJKE_LADDER.regels
    )
    assert check_ladder(Ladder(regels)) == []


def test_a_rung_that_is_off_needs_no_recipient_and_no_place_in_the_order() -> None:
    ladder = ladder_with(VEERTIEN, aan=False, rollen=(), dagen=40)
    assert check_ladder(ladder) == []
    assert [pad for pad, _ in check_ladder(ladder_with(VEERTIEN, aan=False, termijn=0))] == [
        "veertien_dagen.preventie.termijn"
    ]


@pytest.mark.parametrize(
    "tekst",
    [
        "Bel 0612345678 bij vragen over artikel 21a.",
        "Minder dan 5 dagen (< 5) telt niet; {zo} wel, en 50% ook.",
        "De code is 20261122-1.",
    ],
)
def test_ordinary_texts_are_taken(tekst: str) -> None:
    assert check_ladder(ladder_with(VIER_WEKEN, vraag=tekst)) == []


def test_the_same_rung_twice() -> None:
    again = next(regel for regel in LANDELIJKE_LADDER.regels if regel.sleutel == VEERTIEN)
    ladder = Ladder((*LANDELIJKE_LADDER.regels, replace(again, dagen=10)))
    assert check_ladder(ladder) == [
        ("veertien_dagen.preventie.trede", "Deze trede staat er twee keer.")
    ]


def test_a_signal_has_one_rung() -> None:
    again = next(r for r in LANDELIJKE_LADDER.regels if r.drempel == Drempel.UREN_16)
    ladder = Ladder((*LANDELIJKE_LADDER.regels, replace(again, trede=Trede.SIGNALEREN)))
    assert {zin for _, zin in check_ladder(ladder)} == {"Hier kan één trede aan staan."}


def test_who_can_be_asked_is_who_the_addressing_knows() -> None:
    assert set(TE_VRAGEN) == set(VOLGENDE)


def test_no_anchor_comes_sooner_than_is_counted_on() -> None:

    day, last = date(2024, 1, 1), date(2034, 12, 31)
    while day <= last:
        assert (drie_maanden_na(day) - day).days >= _VROEGST[Anker.DRIE_MAANDEN_OP]
        day += timedelta(days=1)
    for regio in Regio:
        day = date(2024, 8, 1)
        for _ in range(700):
            schooldagen = sum(is_schooldag(day + timedelta(days=n), regio) for n in range(25))
            assert schooldagen < 20
            day += timedelta(days=1)


class TestWords:
    def test_every_setting_and_every_drempel_has_words(self) -> None:
        assert tuple(sorted(INSTELLINGEN)) == tuple(sorted(REGELNAMEN))
        assert set(DREMPELNAMEN) == set(Drempel)

    def test_every_rung_is_a_sentence(self) -> None:
        sentences = {naam_van(r): regel_in_woorden(r) for r in LANDELIJKE_LADDER.regels}
        assert len(sentences) == len(LANDELIJKE_LADDER.regels)
        assert sentences["Vier weken thuis, stimuleren"] == (
            "7 dagen voor de grens van vier weken krijgen de coördinator en leerplichtambtenaar "
            "een signaal. Antwoorden kan 5 werkdagen lang."
        )

    @pytest.mark.parametrize(
        ("dagen", "zin"),
        [
            (-1, "1 dag voor de grens van drie maanden"),
            (0, "op de dag van drie maanden"),
            (1, "1 dag na de grens van drie maanden"),
        ],
    )
    def test_the_day_in_words(self, dagen: int, zin: str) -> None:
        regel = LadderRegel(
            Drempel.DRIE_MAANDEN,
            Trede.AANSPREKEN,
            Anker.DRIE_MAANDEN_OP,
            dagen,
            1,
            (Rol.DIRECTEUR,),
            "a",
            "b",
        )
        assert wanneer(regel) == zin

    def test_values_are_words(self) -> None:
        assert waarde_in_woorden("uren_preventie", 0) == "uit"
        assert waarde_in_woorden("samenvoegen_schooldagen", 0) == "0"
        assert waarde_in_woorden("av_respijt_tot", None) == "niet wachten"


def test_a_rung_has_no_field_that_is_not_checked() -> None:
    assert {field.name for field in fields(LadderRegel)} == {
        "drempel",
        "trede",
        "anker",
        "dagen",
        "termijn",
        "rollen",
        "aanleiding",
        "vraag",
        "aan",
    }
