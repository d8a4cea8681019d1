from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from cases.stand import (
    LANDELIJK,
    Aanbod,
    Feiten,
    Grond,
    Inschrijving,
    Stand,
    Verzuim,
    Vrijstelling,
    bereken_stand,
)
from cases.strip import Soort, Strip, build_strip
from thuiszitters.kalender import Regio

PEILDATUM = date(2026, 11, 21)
INGESCHREVEN = (Inschrijving(None, None),)


def feiten(**velden: Any) -> Feiten:
    standaard: dict[str, Any] = {
        "geboortedatum": date(2012, 3, 4),
        "regio": Regio.NOORD,
        "inschrijvingen": INGESCHREVEN,
    }
    return Feiten(**{**standaard, **velden})


def strip_van(over: Feiten, peildatum: date = PEILDATUM, **opties: int) -> Strip:
    stand = bereken_stand(over, LANDELIJK, peildatum, met_uitleg=False)
    return build_strip(feiten=over, stand=stand, peildatum=peildatum, **opties)


def thuis(sinds: date, **velden: Any) -> Feiten:
    return feiten(verzuim=(Verzuim(sinds, None, False),), **velden)


def delen(strip: Strip, soort: Soort) -> list[tuple[date, date, str]]:
    return [(s.begin, s.einde, s.fase) for s in strip.segmenten if s.soort is soort]


# --- what it says ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("over", "zin"),
    [
        (
            thuis(date(2026, 10, 5)),
            "Sinds 5 okt 2026 thuis (47 dagen). Vier weken bereikt op 2 nov 2026. "
            "Drie maanden op 5 jan 2027, over 45 dagen.",
        ),
        (
            thuis(date(2026, 11, 20)),
            "Sinds 20 nov 2026 thuis (1 dag). Vier weken op 18 dec 2026, over 27 dagen. "
            "Drie maanden op 20 feb 2027, over 91 dagen.",
        ),
        (
            thuis(date(2026, 8, 21)),
            "Sinds 21 aug 2026 thuis (92 dagen). Vier weken bereikt op 18 sep 2026. "
            "Drie maanden op 21 nov 2026, vandaag.",
        ),
        (
            feiten(inschrijvingen=(Inschrijving(None, date(2026, 8, 1)),)),
            "Sinds 1 aug 2026 zonder inschrijving thuis (112 dagen). "
            "Vier weken bereikt op 29 aug 2026. Drie maanden voorbij sinds 1 nov 2026.",
        ),
        (
            thuis(date(2026, 8, 24), aanbod=(Aanbod(date(2026, 11, 2), None),)),
            "Sinds 24 aug 2026 thuis (89 dagen). Vier weken bereikt op 21 sep 2026. "
            "Aanbod sinds 2 nov 2026: de klok van drie maanden staat stil.",
        ),
        (
            feiten(
                inschrijvingen=(),
                vrijstellingen=(Vrijstelling(Grond.ART5_A, date(2026, 8, 1), date(2027, 8, 1)),),
            ),
            "Vrijgesteld sinds 1 aug 2026, tot 1 aug 2027.",
        ),
        (
            feiten(verzuim=(Verzuim(date(2026, 11, 3), None, True),)),
            "Geoorloofd afwezig sinds 3 nov 2026.",
        ),
        (
            feiten(verzuim=(Verzuim(date(2026, 11, 3), None, True, ziek=True),)),
            "Ziek gemeld sinds 3 nov 2026.",
        ),
        (
            feiten(verzuim=(Verzuim(date(2026, 9, 28), date(2026, 11, 9), False),)),
            "Geen verzuim op 21 nov 2026. Het laatste eindigde op 9 nov 2026.",
        ),
        (feiten(), "Geen verzuim op 21 nov 2026."),
        (feiten(geboortedatum=date(2023, 1, 1)), "Niet leerplichtig op 21 nov 2026."),
    ],
)
def test_sentence(over: Feiten, zin: str) -> None:
    assert strip_van(over).zin == zin


# --- what it draws --------------------------------------------------------------------------------


def test_absence_takes_the_colour_of_the_thresholds_behind_it() -> None:
    strip = strip_van(thuis(date(2026, 5, 18)))
    assert delen(strip, Soort.ONGEOORLOOFD) == [
        (date(2026, 5, 18), date(2026, 6, 15), ""),
        (date(2026, 6, 15), date(2026, 8, 19), "vier_weken"),
        (date(2026, 8, 19), PEILDATUM, "drie_maanden"),
    ]
    assert delen(strip, Soort.STRAKS) == []


def test_sickness_is_drawn_apart_from_other_authorised_absence() -> None:
    over = feiten(
        verzuim=(
            Verzuim(date(2026, 10, 5), date(2026, 10, 8), True),
            Verzuim(date(2026, 11, 2), None, True, ziek=True),
        )
    )
    strip = strip_van(over)
    assert delen(strip, Soort.GEOORLOOFD) == [(date(2026, 10, 5), date(2026, 10, 8), "")]
    assert delen(strip, Soort.ZIEK) == [(date(2026, 11, 2), PEILDATUM, "")]
    assert dict(strip.legenda)["ziek"] == "ziek gemeld"


def test_absence_before_the_running_period_has_no_phase() -> None:
    over = feiten(
        verzuim=(
            Verzuim(date(2026, 8, 31), date(2026, 10, 12), False),
            Verzuim(date(2026, 11, 2), None, False),
        )
    )
    strip = strip_van(over, weken_terug=12)
    assert [fase for _, _, fase in delen(strip, Soort.ONGEOORLOOFD)] == ["", ""]


def test_what_is_expected_goes_on_until_the_last_threshold() -> None:
    strip = strip_van(thuis(date(2026, 11, 2)))
    assert delen(strip, Soort.STRAKS) == [(PEILDATUM, date(2027, 2, 2), "")]


def test_running_aanbod_is_fact_until_today_and_expected_after() -> None:
    strip = strip_van(thuis(date(2026, 8, 24), aanbod=(Aanbod(date(2026, 11, 2), None),)))
    assert delen(strip, Soort.AANBOD) == [(date(2026, 11, 2), PEILDATUM, "")]
    assert delen(strip, Soort.STRAKS_AANBOD) == [(PEILDATUM, strip.einde, "")]
    assert delen(strip, Soort.STRAKS) == []


def test_aanbod_that_only_was_made_is_not_drawn() -> None:
    aanbod = Aanbod(None, None, gedaan_op=date(2026, 11, 2))
    strip = strip_van(thuis(date(2026, 8, 24), aanbod=(aanbod,)))
    assert delen(strip, Soort.AANBOD) == delen(strip, Soort.STRAKS_AANBOD) == []


def test_not_enrolled_is_only_drawn_where_a_school_was_due() -> None:
    gat = (Inschrijving(None, date(2026, 9, 1)), Inschrijving(date(2026, 10, 1), None))
    ziek = (Verzuim(date(2026, 11, 2), None, False),)
    over = feiten(inschrijvingen=gat, verzuim=ziek)
    assert delen(strip_van(over, weken_terug=12), Soort.NIET_INGESCHREVEN) == [
        (date(2026, 9, 1), date(2026, 10, 1), "")
    ]
    vrij = (Vrijstelling(Grond.ART5_B, date(2026, 9, 1), date(2026, 9, 20)),)
    deels = feiten(inschrijvingen=gat, verzuim=ziek, vrijstellingen=vrij)
    assert delen(strip_van(deels, weken_terug=12), Soort.NIET_INGESCHREVEN) == [
        (date(2026, 9, 20), date(2026, 10, 1), "")
    ]
    volwassen = feiten(geboortedatum=date(2008, 1, 1), inschrijvingen=())
    assert delen(strip_van(volwassen), Soort.NIET_INGESCHREVEN) == []
    vijf_in_augustus = feiten(
        geboortedatum=date(2021, 8, 20), inschrijvingen=(Inschrijving(date(2026, 10, 1), None),)
    )
    assert delen(strip_van(vijf_in_augustus, weken_terug=4), Soort.NIET_INGESCHREVEN) == [
        (date(2026, 9, 1), date(2026, 10, 1), "")
    ]


def test_not_enrolled_starts_where_the_stand_starts_counting() -> None:
    jarig = feiten(geboortedatum=date(2021, 7, 10), inschrijvingen=())
    strip = strip_van(jarig, date(2026, 8, 20))
    assert delen(strip, Soort.NIET_INGESCHREVEN)[0][0] == date(2026, 8, 17)


def test_holidays_of_the_region_are_on_it() -> None:
    noord = strip_van(thuis(date(2026, 10, 5)))
    zuid = strip_van(thuis(date(2026, 10, 5), regio=Regio.ZUID))
    assert delen(noord, Soort.VAKANTIE)[0] == (date(2026, 10, 10), date(2026, 10, 19), "")
    assert delen(zuid, Soort.VAKANTIE)[0] == (date(2026, 10, 17), date(2026, 10, 26), "")


def test_legend_names_only_what_is_drawn() -> None:
    strip = strip_van(
        thuis(date(2026, 11, 2), aanbod=(Aanbod(date(2026, 12, 7), None),)),
    )
    assert [soort for soort, _ in strip.legenda] == ["ongeoorloofd", "aanbod", "vakantie"]


# --- where it stands ------------------------------------------------------------------------------


def test_thresholds_line_up_down_a_list_up_to_three_months() -> None:
    plaatsen = [
        [marker.x for marker in strip_van(thuis(PEILDATUM - timedelta(days=dagen))).drempels]
        for dagen in (1, 30, 60, 90)
    ]
    for vier, drie in plaatsen:
        assert vier == pytest.approx(plaatsen[0][0], abs=1)
        assert drie == pytest.approx(plaatsen[0][1], abs=1)


def test_wider_window_on_request() -> None:
    strip = strip_van(thuis(date(2026, 11, 2)), weken_terug=8, weken_vooruit=3)
    assert strip.begin == date(2026, 9, 7)
    assert strip.einde == date(2027, 2, 23)


def test_months_of_years_do_not_crowd() -> None:
    strip = strip_van(feiten(inschrijvingen=(Inschrijving(None, date(2018, 9, 1)),)))
    plaatsen = [maand.x for maand in strip.maanden if maand.naam]
    assert all(volgende - vorige >= 9.9 for vorige, volgende in pairwise(plaatsen))
    assert 3 <= len(plaatsen) <= 10


SINDS = st.dates(date(2020, 1, 1), date(2026, 11, 20))


@st.composite
def geschiedenis(draw: st.DrawFn) -> Feiten:
    """A child with one of every kind of span, in any order."""

    def span(*, open_mag: bool = True) -> tuple[date, date | None]:
        begin = draw(SINDS)
        dagen = draw(st.integers(1, 900))
        loopt = open_mag and draw(st.booleans())
        return begin, None if loopt else begin + timedelta(days=dagen)

    ongeoorloofd = span()
    verzuim = [Verzuim(*ongeoorloofd, False)]
    if ongeoorloofd[1] is not None and draw(st.booleans()):
        verzuim.append(Verzuim(ongeoorloofd[1], None, True))
    begin, einde = span()
    uitgeschreven = draw(st.none() | SINDS)
    return Feiten(
        geboortedatum=draw(st.dates(date(2006, 1, 1), date(2023, 1, 1))),
        regio=draw(st.sampled_from(Regio)),
        inschrijvingen=(Inschrijving(None, uitgeschreven),),
        verzuim=tuple(verzuim),
        aanbod=(Aanbod(*span()),) if draw(st.booleans()) else (),
        vrijstellingen=(Vrijstelling(draw(st.sampled_from(Grond)), begin, einde),)
        if draw(st.booleans())
        else (),
    )


@given(geschiedenis(), st.integers(0, 20), st.integers(0, 20))
def test_whatever_happened_the_drawing_holds(over: Feiten, terug: int, vooruit: int) -> None:
    stand: Stand = bereken_stand(over, LANDELIJK, PEILDATUM, met_uitleg=False)
    strip = build_strip(
        feiten=over,
        stand=stand,
        peildatum=PEILDATUM,
        weken_terug=terug,
        weken_vooruit=vooruit,
    )
    # Everything that matters is inside.
    for dag in (stand.verzuim_sinds, PEILDATUM, stand.vier_weken_op, stand.drie_maanden_op):
        assert dag is None or strip.begin <= dag <= strip.einde
    # Every part has a width and stays inside.
    for segment in strip.segmenten:
        assert strip.begin <= segment.begin < segment.einde <= strip.einde
        assert segment.width > 0
        assert -0.001 <= segment.x <= segment.x + segment.width <= 100.001
    # The past is fact, the future is not.
    for soort in (Soort.ONGEOORLOOFD, Soort.GEOORLOOFD, Soort.NIET_INGESCHREVEN, Soort.AANBOD):
        assert all(einde <= PEILDATUM for _, einde, _ in delen(strip, soort))
    for soort in (Soort.STRAKS, Soort.STRAKS_AANBOD):
        assert all(begin >= PEILDATUM for begin, _, _ in delen(strip, soort))
    # Every day of the verzuimperiode that the Stand counts from is drawn as absent.
    if stand.verzuim_sinds is not None and stand.verzuim_sinds < PEILDATUM:
        afwezig = delen(strip, Soort.ONGEOORLOOFD) + delen(strip, Soort.NIET_INGESCHREVEN)
        assert any(begin <= stand.verzuim_sinds < einde for begin, einde, _ in afwezig)
    # Labels stay on the strip and do not lie on each other.
    vakken = [
        (m.rij, m.x - _breed(m) if m.naar_links else m.x, m.x if m.naar_links else m.x + _breed(m))
        for m in strip.drempels
    ]
    assert all(van >= -0.001 and tot <= 100.001 for _, van, tot in vakken)
    if len(vakken) == 2 and vakken[0][0] == vakken[1][0]:
        eerste, tweede = sorted(vakken, key=lambda vak: vak[1])
        assert eerste[2] <= tweede[1]


def _breed(marker: Any) -> float:
    return 1.3 * len(f"{marker.label} {marker.datum}")


# --- how it is rendered ---------------------------------------------------------------------------


@pytest.mark.parametrize("groot", [False, True])
def test_svg_has_the_sentence_no_ids_and_points_as_decimal_sign(groot: bool) -> None:
    strip = strip_van(thuis(date(2026, 10, 5)))
    svg = render_to_string("cases/_strip.html", {"strip": strip, "groot": groot})
    assert f"<title>{strip.zin}</title>" in svg
    assert 'role="img"' in svg
    assert " id=" not in svg
    assert "style=" not in svg
    getallen = re.findall(r' (?:x|x1|x2|y|y1|y2|width|height|dx)="([^"]*)"', svg)
    assert getallen
    assert all(re.fullmatch(r"-?\d+(\.\d+)?%?", getal) for getal in getallen)


def test_large_strip_says_its_sentence_once() -> None:
    strip = strip_van(thuis(date(2026, 10, 5)))
    html = render_to_string("cases/_strip_figuur.html", {"strip": strip})
    assert html.count(strip.zin) == 1
    assert "ongeoorloofd verzuim" in html
