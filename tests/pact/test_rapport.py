"""What a report says, in words and as data."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pact.bureau import BureauActie
from pact.keuzes import AFGEROND, Status
from pact.rapport import Stof, alineas, build_inhoud, fingerprint, periode_woorden, zinnen
from pact.verloop import Regel, Toestand

VAN, TOT = date(2026, 7, 1), date(2026, 11, 22)


def cijfers(**extra: int) -> dict[str, int]:
    values = {
        "totaal": 23,
        "gedaan": 9,
        "gedaan_in_periode": 3,
        "open": 10,
        "te_laat": 4,
        "te_laat_begin": 6,
        "uitgesteld": 0,
        "zonder_eigenaar": 0,
    }
    return values | extra


def test_how_it_stands_in_words() -> None:
    assert " ".join(zinnen(cijfers(uitgesteld=1, zonder_eigenaar=2))) == (
        "In deze periode zijn 3 acties gedaan. Van de 23 acties zijn er nu 9 gedaan en staan er "
        "nog 10 open. 4 acties zijn te laat; aan het begin van de periode waren dat er 6. Eén "
        "actie kreeg een latere deadline. 2 open acties hebben nog geen eigenaar."
    )
    nothing = cijfers(gedaan=0, gedaan_in_periode=0, te_laat=0, te_laat_begin=0)
    assert zinnen(nothing)[0] == "In deze periode is geen actie gedaan."
    assert zinnen(nothing)[-1] == "Geen actie is te laat."
    assert (
        "aan het begin van de periode was er geen te laat." in zinnen(cijfers(te_laat_begin=0))[2]
    )
    assert "evenveel" in zinnen(cijfers(te_laat_begin=4))[2]
    assert zinnen(cijfers(totaal=0)) == ["Dit pact heeft nog geen acties."]


@pytest.mark.parametrize(
    ("van", "tot", "wanted"),
    [
        ("2026-07-01", "2026-11-22", "1 juli tot en met 22 november 2026"),
        ("2025-07-01", "2026-11-22", "1 juli 2025 tot en met 22 november 2026"),
        ("2026-11-22", "2026-11-22", "22 november 2026"),
    ],
)
def test_a_period_in_words(van: str, tot: str, wanted: str) -> None:
    assert periode_woorden(van, tot) == wanted


def test_an_empty_line_begins_a_paragraph() -> None:
    assert alineas("Een\r\nen nog.\r\n\r\n\r\nTwee \n\n") == ["Een\nen nog.", "Twee"]


def stof(**extra: Any) -> Stof:
    values: dict[str, Any] = {
        "pact": {"naam": "Samen naar school", "ambities": []},
        "van": VAN,
        "tot": TOT,
        "acties": [],
        "toen": {},
        "nu": {},
        "regels": [],
        "themas": ["Onze lijsten kloppen"],
        "partners": {1: ("Gemeente A", "Deelnemer"), 2: ("School B", "Deelnemer")},
    }
    return Stof(**(values | extra))


def test_a_pact_without_anything_has_a_report() -> None:
    inhoud = build_inhoud(stof())
    assert inhoud["zinnen"] == ["Dit pact heeft nog geen acties."]
    assert inhoud["aangesproken"] is None
    assert json.loads(json.dumps(inhoud)) == inhoud
    assert fingerprint(inhoud) == fingerprint(json.loads(json.dumps(inhoud)))


TOESTAND = st.builds(
    Toestand, st.sampled_from(Status), st.none() | st.dates(date(2026, 5, 1), date(2027, 2, 1))
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.none() | TOESTAND, TOESTAND, st.none() | st.integers(1, 2)), max_size=12)
)
def test_the_parts_add_up(rows: list[tuple[Toestand | None, Toestand, int | None]]) -> None:
    acties, toen, nu, regels = [], {}, {}, []
    for n, (was, becomes, owner) in enumerate(rows, 1):
        acties.append(
            BureauActie(
                n, n, f"Actie {n}", "Onze lijsten kloppen", becomes.status, becomes.deadline, owner
            )
        )
        nu[n] = becomes
        if was is None:
            regels.append(Regel(n, "toegevoegd", datetime(2026, 8, 1, tzinfo=UTC), 1))
        else:
            toen[n] = was
    inhoud = build_inhoud(stof(acties=acties, toen=toen, nu=nu, regels=regels))
    total = inhoud["cijfers"]
    assert total["gedaan_in_periode"] == len(inhoud["bereikt"])
    assert total["te_laat"] == len(inhoud["te_laat"])
    for part in ("themas", "partners"):
        for name in ("totaal", "gedaan", "gedaan_in_periode", "open", "te_laat"):
            assert sum(row[name] for row in inhoud[part]) == total[name], (part, name)
    late = {row["nr"] for row in inhoud["te_laat"]}
    coming = {row["nr"] for row in inhoud["verder"]["deadlines"]}
    assert not late & coming
    ready = {n for n, toestand in nu.items() if toestand.status in AFGEROND}
    assert not ready & (late | coming)
    last = TOT + timedelta(weeks=8)
    assert all(TOT <= (nu[n].deadline or date.max) <= last for n in coming)
    assert json.loads(json.dumps(inhoud)) == inhoud
