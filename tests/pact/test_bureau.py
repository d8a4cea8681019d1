"""The desk: what stands on top, and in which words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pact.bronnen import OpenSignaal
from pact.bureau import (
    BureauActie,
    Contact,
    VorigeStand,
    contact_rows,
    find_gaps,
    highest,
    overdue_by_partner,
    unanswered,
    zin,
)
from pact.keuzes import Periodelezing, Status
from thuiszitters.kalender import hoe_lang_nog

TODAY = date(2026, 11, 23)


def actie(nr: int, **extra: Any) -> BureauActie:
    values: dict[str, Any] = {
        "id": 100 + nr,
        "nr": nr,
        "activiteit": f"Actie {nr}",
        "thema": "Onze lijsten kloppen",
        "status": Status.LOOPT,
        "deadline": TODAY + timedelta(days=30),
        "eigenaar_id": 1,
        "eigenaar": "Gemeente A",
        "indicator": "geen",
    }
    return BureauActie(**(values | extra))


def late(nr: int, dagen: int, **extra: Any) -> BureauActie:
    return actie(nr, deadline=TODAY - timedelta(days=dagen), **extra)


def signaal(nr: int, trede: str = "signaleren", **extra: Any) -> OpenSignaal:
    values: dict[str, Any] = {
        "actie_id": 100 + nr,
        "trede": trede,
        "partner": 1,
        "sinds": TODAY - timedelta(days=3),
        "reageer_voor": TODAY,
    }
    return OpenSignaal(**(values | extra))


MET = date(2026, 6, 25)


@pytest.mark.parametrize(
    ("totaal", "te_laat", "vorige", "wanted"),
    [
        (0, 0, None, "Dit pact heeft nog geen acties."),
        (1, 0, None, "De ene actie is niet te laat."),
        (23, 0, None, "Geen van de 23 acties is te laat."),
        (23, 1, None, "Van de 23 acties is er één te laat."),
        (
            23,
            4,
            6,
            "Van de 23 acties zijn er 4 te laat; dat zijn er 2 minder dan bij het vorige overleg "
            "op 25 jun 2026.",
        ),
        (
            23,
            4,
            3,
            "Van de 23 acties zijn er 4 te laat; dat is er één meer dan bij het vorige overleg "
            "op 25 jun 2026.",
        ),
        (
            23,
            4,
            4,
            "Van de 23 acties zijn er 4 te laat; dat zijn er evenveel als bij het vorige overleg "
            "op 25 jun 2026.",
        ),
        (
            23,
            0,
            0,
            "Geen van de 23 acties is te laat, net als bij het vorige overleg op 25 jun 2026.",
        ),
        (
            23,
            0,
            1,
            "Geen van de 23 acties is te laat; bij het vorige overleg op 25 jun 2026 was dat er "
            "één.",
        ),
    ],
)
def test_the_sentence(totaal: int, te_laat: int, vorige: int | None, wanted: str) -> None:
    acties = [late(n, 1) if n < te_laat else actie(n) for n in range(totaal)]
    before = None if vorige is None else VorigeStand(MET, vorige)
    assert zin(acties, before, peildatum=TODAY) == wanted


def test_overdue_stands_with_whom_it_is_the_longest_first() -> None:
    acties = [
        late(1, 3),
        late(2, 40, eigenaar_id=2, eigenaar="School B"),
        late(3, 9),
        late(4, 8, eigenaar_id=None, eigenaar=""),
        late(5, 50, status=Status.GEDAAN),
        actie(6),
    ]
    found = overdue_by_partner(acties, [signaal(3)], peildatum=TODAY)
    assert [(g.partner, [(r.actie.nr, r.dagen) for r in g.rijen]) for g in found] == [
        ("School B", [(2, 40)]),
        ("Gemeente A", [(3, 9), (1, 3)]),
        ("", [(4, 8)]),
    ]
    assert [r.trede for r in found[1].rijen] == ["signaleren", ""]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-5, 60), st.none() | st.integers(1, 3)), max_size=20))
def test_every_overdue_action_stands_there_once(rows: list[tuple[int, int | None]]) -> None:
    acties = [
        late(n, dagen, eigenaar_id=owner, eigenaar=str(owner or ""))
        for n, (dagen, owner) in enumerate(rows)
    ]
    found = overdue_by_partner(acties, [], peildatum=TODAY)
    shown = [r.actie.nr for g in found for r in g.rijen]
    assert sorted(shown) == [n for n, (dagen, _) in enumerate(rows) if dagen > 0]
    tops = [g.rijen[0].dagen for g in found]
    assert tops == sorted(tops, reverse=True)
    assert all(
        [r.dagen for r in g.rijen] == sorted((r.dagen for r in g.rijen), reverse=True)
        for g in found
    )


def test_of_two_signals_the_highest_rung_counts_and_of_two_rungs_the_longest_open() -> None:
    old = signaal(1, "signaleren", sinds=TODAY - timedelta(days=9))
    new = signaal(1, "signaleren")
    assert highest([signaal(1, "stimuleren", sinds=date(2026, 1, 1)), new, old]) == {101: old}


def test_who_did_not_answer_stands_by_the_term_that_passed() -> None:
    signals = [
        signaal(1, reageer_voor=TODAY + timedelta(days=2)),
        signaal(2, reageer_voor=TODAY - timedelta(days=4), partner=None),
        signaal(3, beantwoord=True),
        signaal(4, reageer_voor=None),
        signaal(9),
    ]
    acties = [actie(n) for n in range(1, 5)]
    found = unanswered(acties, signals, {1: "Gemeente A"}, peildatum=TODAY)
    assert [(o.actie.nr, o.partner, o.te_laat, o.nog) for o in found] == [
        (2, "", True, hoe_lang_nog(TODAY - timedelta(days=4), TODAY)),
        (1, "Gemeente A", False, hoe_lang_nog(TODAY + timedelta(days=2), TODAY)),
    ]


def test_what_lacks_is_told_of_open_actions_only() -> None:
    acties = [
        actie(1, eigenaar_id=None, deadline=None),
        actie(2, eigenaar_weg=True),
        actie(3, deadline=None, lezing=Periodelezing.NAKIJKEN),
        actie(4, indicator=""),
        actie(5, eigenaar_id=None, status=Status.GEDAAN, indicator="", deadline=None),
    ]
    found = {gat.soort: [a.nr for a in gat.acties] for gat in find_gaps(acties)}
    assert found == {
        "eigenaar": [1],
        "vertrokken": [2],
        "deadline": [1, 3],
        "periode": [3],
        "indicator": [4],
    }
    without = next(gat for gat in find_gaps(acties) if gat.soort == "deadline")
    assert (without.nakijken, without.klaar) == (1, 1)
    assert find_gaps([actie(1)]) == []


def test_who_was_never_spoken_with_stands_first_and_a_week_is_not_long_ago() -> None:
    def spoke(pk: int, dagen: int, volgende: int | None = None) -> Contact:
        day = None if volgende is None else TODAY + timedelta(days=volgende)
        return Contact(pk, TODAY - timedelta(days=dagen), "Telefoon", "De lijst", "", day)

    partners = [(1, "A"), (2, "B"), (3, "C"), (4, "D")]
    rows = contact_rows(
        partners, [spoke(1, 7, 0), spoke(2, 8, -1), spoke(4, 0, 3)], peildatum=TODAY
    )
    assert [(r.partner, r.lang_geleden, r.volgende_voorbij) for r in rows] == [
        ("C", True, False),
        ("B", True, True),
        ("A", False, False),
        ("D", False, False),
    ]


def test_present_at_a_meeting_is_spoken_with() -> None:
    def spoke(pk: int, dagen: int, volgende: int | None = None) -> Contact:
        day = None if volgende is None else TODAY + timedelta(days=volgende)
        return Contact(pk, TODAY - timedelta(days=dagen), "Telefoon", "De lijst", "Bellen", day)

    def there(pk: int, dagen: int) -> Contact:
        return Contact(pk, TODAY - timedelta(days=dagen), "bij het overleg", "", overleg=7)

    partners = [(1, "A"), (2, "B"), (3, "C"), (4, "D")]
    contacten = [spoke(1, 20, -1), spoke(2, 20, -2), spoke(3, 1), spoke(4, 2)]
    for order in (contacten, contacten[::-1]):
        rows = contact_rows(
            partners,
            [there(1, 2), *order, there(2, 2), there(3, 2), there(4, 2)],
            peildatum=TODAY,
        )
        last = {r.partner: r.laatste for r in rows if r.laatste}
        assert {naam: c.overleg for naam, c in last.items()} == {
            "A": 7,
            "B": 7,
            "C": None,
            "D": None,
        }
        assert not any(r.lang_geleden for r in rows)
        # A had a next time on the day after the meeting, and B on its very day.
        assert (last["A"].vervolg, last["A"].volgende_op) == ("Bellen", TODAY - timedelta(days=1))
        assert (last["B"].vervolg, last["B"].volgende_op) == ("", None)
