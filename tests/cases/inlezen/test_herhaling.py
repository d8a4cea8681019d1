"""Any history can be read in, is counted as stand.md says, and read again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import stand as rule
from cases.models import Casus, Gebeurtenis, Inleesregel, Verzuim
from cases.selectors.feiten import load_feiten
from cases.services.stand import stand_columns
from tests.cases.inlezen.lijsten import Rij, lees_in, rij, schrijf_csv, schrijf_xlsx, telling
from tests.factories import Region
from thuiszitters.kalender import Regio

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)
SCHRIJFWIJZEN = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%Y")
LETTERS = "aeiouzëéüłñ"

RUSTIG = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@st.composite
def geschiedenis(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return the absences of one child, in days from today; they do not overlap."""
    dag = -draw(st.integers(30, 500))
    rijen: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(1, 3))):
        begin = dag + draw(st.integers(0, 60)) if rijen else dag
        if begin > 0:
            break
        lengte = draw(st.one_of(st.none(), st.integers(1, 120)))
        rijen.append(
            {
                "begin": begin,
                "einde": None if lengte is None else begin + lengte,
                "school": draw(st.booleans()),
                "geoorloofd": draw(st.booleans()),
                "aanbod": draw(st.one_of(st.none(), st.integers(begin, begin + 100))),
                "sinds": None,
            }
        )
        if lengte is None:
            break
        dag = begin + lengte
    rijen[0]["sinds"] = draw(st.one_of(st.none(), st.integers(-900, -600)))
    return rijen


kinderen = st.lists(
    st.tuples(geschiedenis(), st.integers(5, 17), st.sampled_from(SCHRIJFWIJZEN)),
    min_size=1,
    max_size=4,
)


def _dag(vanaf_vandaag: int | None) -> date | None:
    return None if vanaf_vandaag is None else TODAY + timedelta(days=vanaf_vandaag)


def als_rijen(region: Region, nummer: int, kind: Any) -> list[Rij]:
    """Return the rows of the list for this child."""
    spans, leeftijd, schrijfwijze = kind

    def tekst(dagen: int | None) -> str:
        dag = _dag(dagen)
        return "" if dag is None else dag.strftime(schrijfwijze)

    return [
        rij(
            region,
            kenmerk=f"K{nummer}",
            achternaam=f"Blom {LETTERS[nummer]}",
            geboortedatum=date(TODAY.year - leeftijd, 3, 4 + nummer).isoformat(),
            brin=region.school.code if span["school"] else "",
            verzuim_begin=tekst(span["begin"]),
            verzuim_einde=tekst(span["einde"]),
            geoorloofd="ja" if span["geoorloofd"] else "",
            aanbod_gestart_op=tekst(span["aanbod"]),
            ingeschreven_sinds=tekst(span["sinds"]),
        )
        for span in spans
    ]


def verwacht(nummer: int, kind: Any) -> rule.Stand:
    """Return the Stand of this child, from the rows themselves and by the words of the issue."""
    spans, leeftijd, _ = kind
    ingeschreven: list[rule.Inschrijving] = []
    begin = _dag(spans[0]["sinds"])
    for span in spans:
        if not span["school"]:
            if begin is None or begin != _dag(span["begin"]):
                ingeschreven.append(rule.Inschrijving(begin, _dag(span["begin"])))
            begin = _dag(span["einde"])
            if begin is None:
                break
    else:
        ingeschreven.append(rule.Inschrijving(begin, None))
    verzuim = []
    for span in spans:
        van = _dag(span["begin"])
        assert van is not None
        if span["school"]:
            verzuim.append(rule.Verzuim(van, _dag(span["einde"]), span["geoorloofd"]))
    starts = sorted({dag for span in spans if (dag := _dag(span["aanbod"])) is not None})
    feiten = rule.Feiten(
        geboortedatum=date(TODAY.year - leeftijd, 3, 4 + nummer),
        regio=Regio.NOORD,
        inschrijvingen=tuple(ingeschreven),
        verzuim=tuple(verzuim),
        aanbod=tuple(
            rule.Aanbod(start, volgende) for start, volgende in zip_longest(starts, starts[1:])
        ),
    )
    return rule.bereken_stand(feiten, rule.LANDELIJK, TODAY)


@RUSTIG
@given(lijst=kinderen, xlsx=st.booleans(), zonder_kenmerk=st.booleans())
def test_histories_are_read_counted_and_read_again(
    region: Region, tmp_path: Path, lijst: list[Any], xlsx: bool, zonder_kenmerk: bool
) -> None:
    rijen = [r for nummer, kind in enumerate(lijst) for r in als_rijen(region, nummer, kind)]
    if zonder_kenmerk:
        for r in rijen:
            r["kenmerk"] = ""
    pad = (
        schrijf_xlsx(tmp_path / "lijst.xlsx", rijen)
        if xlsx
        else schrijf_csv(tmp_path / "lijst.csv", rijen)
    )
    with _een_voorbeeld():
        proef = lees_in(region, pad, proef=True)
        assert not Casus.objects.exists()
        eerst = lees_in(region, pad)
        assert proef == eerst
        assert eerst.telling == telling(gelezen=len(rijen), nieuw=len(rijen))

        casussen = list(
            Casus.objects.select_related("leerling", "swv", "gemeente", "school").order_by("nummer")
        )
        assert len(casussen) == len(lijst)
        facts = load_feiten(casussen)
        for casus in casussen:
            nummer = LETTERS.index(casus.leerling.achternaam[-1])
            stand = verwacht(nummer, lijst[nummer])
            columns = stand_columns(stand, TODAY)
            assert {naam: getattr(casus, naam) for naam in columns} == columns
            assert rule.bereken_stand(facts[casus.pk], rule.LANDELIJK, TODAY) == stand

        toen = _alles()
        for bestand in (pad, schrijf_csv(tmp_path / "om.csv", rijen[::-1], teken=",")):
            assert lees_in(region, bestand).telling == telling(
                gelezen=len(rijen), ongewijzigd=len(rijen)
            )
        assert _alles() == toen


@RUSTIG
@given(eerst=geschiedenis(), daarna=geschiedenis())
def test_a_later_list_ends_where_reading_it_alone_would(
    region: Region, tmp_path: Path, eerst: list[Any], daarna: list[Any]
) -> None:
    """One absence after another list: the casus stands where the last list puts it."""
    with _een_voorbeeld():
        oud = als_rijen(region, 0, (eerst[:1], 12, SCHRIJFWIJZEN[0]))
        daarna = daarna[:1]
        daarna[0]["begin"] = eerst[0]["begin"]
        if daarna[0]["einde"] is not None:
            daarna[0]["einde"] = max(daarna[0]["einde"], daarna[0]["begin"] + 1)
        nieuw = als_rijen(region, 0, (daarna, 12, SCHRIJFWIJZEN[1]))
        lees_in(region, schrijf_csv(tmp_path / "oud.csv", oud))

        antwoord = lees_in(region, schrijf_csv(tmp_path / "nieuw.csv", nieuw))

        assert antwoord.telling["fout"] == 0
        casus = Casus.objects.get()
        columns = stand_columns(verwacht(0, (daarna, 12, SCHRIJFWIJZEN[1])), TODAY)
        assert {naam: getattr(casus, naam) for naam in columns} == columns
        nog_eens = lees_in(region, schrijf_csv(tmp_path / "nieuw.csv", nieuw))
        assert nog_eens.telling == telling(gelezen=1, ongewijzigd=1)


@contextmanager
def _een_voorbeeld() -> Iterator[None]:
    """Undo what an example wrote: the region stays, the next one starts without casussen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _alles() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Casus, Verzuim, Gebeurtenis, Inleesregel)
    ]
