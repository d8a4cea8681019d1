"""What differs from the national rules, and where a version asks less: pas toe of leg uit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cases.stand import LANDELIJK
from cases.stand.regelset import REGELNAMEN
from monitoring.ladder import LANDELIJKE_LADDER, Drempel, Ladder, Trede
from monitoring.ladder.geheel import LANDELIJKE_REGELS, Regels
from monitoring.ladder.vergelijking import STRENGHEID, afwijkingen, compare
from tests.monitoring.ladder.test_controle import STIMULEREN, VIER_WEKEN, ladder_with
from thuiszitters.accounts.rollen import Rol


def settings(*regels: str) -> Regels:
    """Return the national rules with these settings."""
    return Regels(LANDELIJK.met(*regels), LANDELIJKE_LADDER)


def test_the_table_has_every_setting() -> None:
    assert set(STRENGHEID) == set(REGELNAMEN)


def test_the_national_rules_are_as_strict_as_themselves() -> None:
    assert afwijkingen(LANDELIJKE_REGELS, LANDELIJKE_REGELS) == []


@pytest.mark.parametrize(
    ("soepeler", "strenger"),
    [
        ("telwijze_4w=schooldagen", "telwijze_4w=kalender"),
        ("operator_4w=>", "operator_4w=>="),
        ("samenvoegen_schooldagen=0", "samenvoegen_schooldagen=2"),
        ("geoorloofd_overbrugt=nee", "geoorloofd_overbrugt=ja"),
        ("stopt_bij=gedaan", "stopt_bij=geaccepteerd"),
        ("stopt_bij=geaccepteerd", "stopt_bij=gestart"),
        ("na_aanbod=opnieuw", "na_aanbod=telt_door"),
        ("uren_preventie=13", "uren_preventie=12"),
        ("uren_preventie=0", "uren_preventie=15"),
        ("uren_melding=nee", "uren_melding=ja"),
        ("ziek_meldingen=5", "ziek_meldingen=4"),
        ("ziek_meldingen=0", "ziek_meldingen=20"),
        ("ziek_weken=8", "ziek_weken=12"),
        ("ziek_schooldagen=0", "ziek_schooldagen=7"),
        ("av_signaal=nee", "av_signaal=ja"),
        ("av_respijt_tot=15-10", "av_respijt_tot=1-10"),
        ("av_respijt_tot=1-9", "av_respijt_tot=nee"),
    ],
)
def test_which_way_is_stricter(soepeler: str, strenger: str) -> None:
    loose, strict = settings(soepeler), settings(strenger)
    (found,) = compare(loose, strict)
    assert found.veld == soepeler.partition("=")[0]
    assert compare(strict, loose) == []
    assert [verschil.veld for verschil in afwijkingen(strict, loose)] == [found.veld]


@pytest.mark.parametrize("regel", ["goede_vrijdag_vrij=nee", "bevrijdingsdag_vrij=nee"])
def test_free_days_are_neither(regel: str) -> None:
    assert compare(settings(regel), LANDELIJKE_REGELS) == []
    assert compare(LANDELIJKE_REGELS, settings(regel)) == []
    assert len(afwijkingen(settings(regel), LANDELIJKE_REGELS)) == 1


@pytest.mark.parametrize(
    ("sleutel", "changes", "zin"),
    [
        (
            STIMULEREN,
            {"dagen": -3},
            "Vier weken thuis, stimuleren: 3 dagen voor de grens van vier weken, niet 7 dagen "
            "voor de grens van vier weken.",
        ),
        (VIER_WEKEN, {"termijn": 4}, "antwoord binnen 4 werkdagen, niet 3 werkdagen."),
        (VIER_WEKEN, {"rollen": (Rol.DIRECTEUR,)}, "coördinator krijgen geen signaal."),
        (VIER_WEKEN, {"aan": False}, "Vier weken thuis, signaleren: staat uit."),
        ((Drempel.VEERTIENDAAGS, Trede.PREVENTIE), {"dagen": 20}, "20 dagen na het laatste"),
        ((Drempel.GEEN_REACTIE, Trede.AANSPREKEN), {"aan": False}, "staat uit."),
    ],
)
def test_a_rung_that_asks_less(
    sleutel: tuple[Drempel, Trede], changes: dict[str, Any], zin: str
) -> None:
    nieuw = Regels(LANDELIJK, ladder_with(sleutel, **changes))
    (found,) = compare(nieuw, LANDELIJKE_REGELS)
    assert zin in found.zin
    assert compare(LANDELIJKE_REGELS, nieuw) == []


def test_a_rung_that_is_left_out_asks_less_and_one_more_asks_more() -> None:
    first, *rest = LANDELIJKE_LADDER.regels
    nieuw = Regels(LANDELIJK, Ladder((*rest, replace(first, drempel=Drempel.DRIE_MAANDEN))))
    found = afwijkingen(nieuw, LANDELIJKE_REGELS)
    assert [(verschil.zin.partition(": ")[2], verschil.soepeler) for verschil in found] == [
        ("staat er niet in.", True),
        ("komt erbij.", False),
    ]


def test_texts_and_the_window_for_mail_are_neither() -> None:
    ladder = replace(ladder_with(VIER_WEKEN, vraag="Iets anders."), mailvenster="08-18 ma-do")
    found = afwijkingen(Regels(LANDELIJK, ladder), LANDELIJKE_REGELS)
    assert [verschil.veld for verschil in found] == ["vier_weken.signaleren.vraag", "mailvenster"]
    assert not any(verschil.soepeler for verschil in found)
