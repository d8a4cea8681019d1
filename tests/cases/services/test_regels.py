"""Which version of the rules holds where and when, from the records."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Casus, Regelset
from cases.services.regels import IN_DE_CODE, Lijn, Regelsets, Versie
from cases.services.stand import refresh_stand, regelset_for
from cases.stand import LANDELIJK, Operator, Telwijze
from cases.stand import Regelset as Regels
from tests.factories import Region, make_casus
from thuiszitters.accounts.models import Organisatie
from thuiszitters.berichten.venster import STANDAARD

DAG = date(2027, 1, 1)
pytestmark = pytest.mark.usefixtures("monday")


def make(
    swv: Organisatie | None, vanaf: date, tot: date | None = None, versie: int = 1, **extra: str
) -> Regelset:
    """Return a version of the rules, as it stands in the database."""
    code = f"{swv.code if swv else 'landelijk'} v{versie}"
    return Regelset.objects.create(
        swv=swv,
        versie=versie,
        code=code,
        geldig_vanaf=vanaf,
        geldig_tot=tot,
        instellingen=extra,
    )


@pytest.mark.django_db
class TestRecords:
    def test_without_records_the_code_holds(self, region: Region) -> None:
        assert regelset_for(region.swv.pk, DAG) is LANDELIJK
        assert Regelsets().volgende_wissel(region.swv.pk, DAG) is None

    def test_own_before_national_before_code(self, region: Region, other_region: Region) -> None:
        make(None, date(2026, 1, 1), operator_4w=">")
        make(region.swv, DAG, date(2027, 3, 1), telwijze_4w="schooldagen")

        regelsets = Regelsets()

        own = regelsets.regelset(region.swv.pk, DAG)
        assert (own.telwijze_4w, own.operator_4w) == (Telwijze.SCHOOLDAGEN, Operator.OF_LANGER)
        assert own.naam == f"{region.swv.code} v1"
        national = regelsets.regelset(other_region.swv.pk, DAG)
        assert (national.telwijze_4w, national.operator_4w) == (
            Telwijze.KALENDER,
            Operator.LANGER_DAN,
        )
        assert national.naam == "landelijk v1"
        for day in (DAG - timedelta(days=1), date(2027, 3, 1)):
            assert regelsets.regelset(region.swv.pk, day) == national
        assert regelsets.regelset(region.swv.pk, date(2025, 12, 31)) is LANDELIJK

    def test_one_statement_however_many_ask(self, region: Region, other_region: Region) -> None:
        make(region.swv, DAG)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            regelsets = Regelsets()
            for days in range(400):
                for swv in (region.swv.pk, other_region.swv.pk):
                    regelsets.volgende_wissel(swv, DAG + timedelta(days=days))
        assert len(queries) == 1

    def test_the_stand_names_the_version_it_used(self, region: Region) -> None:
        make(region.swv, date(2026, 11, 1), operator_4w=">")
        casus = make_casus(region, dagen=28)
        stand = refresh_stand(Casus.objects.get(pk=casus.pk))
        casus.refresh_from_db()
        assert casus.regelset == stand.regelset == f"{region.swv.code} v1"
        assert casus.categorie == "dreigend"

    def test_two_versions_never_hold_at_once(self, region: Region, other_region: Region) -> None:
        for swv in (region.swv, None):
            make(swv, DAG, date(2027, 6, 1))
            with pytest.raises(IntegrityError, match="regelset_no_overlap"), transaction.atomic():
                make(swv, date(2027, 5, 31), versie=2)
            make(swv, date(2027, 6, 1), versie=3)
        make(other_region.swv, DAG)
        again = Regelset(
            swv=region.swv, versie=9, code="x v9", geldig_vanaf=DAG, geldig_tot=date(2027, 2, 1)
        )
        with pytest.raises(ValidationError, match="geldt al een andere versie"):
            again.full_clean()

    @pytest.mark.parametrize(
        ("veld", "waarde"),
        [
            ("instellingen", {"operator_4w": ">="}),
            ("geldig_vanaf", date(2020, 1, 1)),
            ("reden", "toch iets anders"),
            ("mailvenster", "00-24 ma-zo"),
            ("code", "anders"),
            ("geldig_tot", date(2028, 1, 1)),
            ("geldig_tot", None),
        ],
    )
    def test_a_version_is_never_edited(self, region: Region, veld: str, waarde: object) -> None:
        row = make(region.swv, DAG, date(2027, 6, 1), operator_4w=">")
        with pytest.raises(InternalError, match="regelset:"), transaction.atomic():
            Regelset.objects.filter(pk=row.pk).update(**{veld: waarde})
        with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
            Regelset.objects.filter(pk=row.pk).delete()

    def test_the_end_is_set_once_and_taken_back_with_the_one_that_followed(
        self, region: Region
    ) -> None:
        first = make(region.swv, DAG)
        Regelset.objects.filter(pk=first.pk).update(geldig_tot=date(2027, 6, 1))
        second = make(region.swv, date(2027, 6, 1), versie=2)
        Regelset.objects.filter(pk=second.pk).update(geldig_tot=second.geldig_vanaf)
        Regelset.objects.filter(pk=first.pk).update(geldig_tot=None)
        assert Regelsets().regelset(region.swv.pk, date(2028, 1, 1)).naam == first.code

    @pytest.mark.parametrize(
        "fout",
        [
            {"instellingen": {"operator_4w": "<"}},
            {"instellingen": {"onbekend": "1"}},
            {"instellingen": ["operator_4w"]},
            {"mailvenster": "soms"},
        ],
    )
    def test_what_cannot_be_read_is_refused(self, region: Region, fout: dict[str, object]) -> None:
        row = Regelset(swv=region.swv, versie=1, code="x v1", geldig_vanaf=DAG, **fout)
        with pytest.raises(ValidationError):
            row.full_clean()


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))


@st.composite
def lines(draw: st.DrawFn, naam: str) -> list[Versie]:
    """Return versions that do not overlap, some with a day between them, the last maybe open."""
    edges = sorted(draw(st.lists(DAYS, unique=True, max_size=6)))
    spans = list(zip(edges[::2], [*edges[1::2], None], strict=False))
    return [
        Versie(n, Regels(naam=f"{naam} v{n}", geldig_vanaf=van, geldig_tot=tot), STANDAARD)
        for n, (van, tot) in enumerate(spans, 1)
    ]


@given(lines("eigen"), lines("landelijk"), DAYS)
def test_a_line_is_what_looking_at_every_day_gives(
    eigen: list[Versie], landelijk: list[Versie], peildatum: date
) -> None:
    def holds(day: date) -> Versie:
        for versie in (*eigen, *landelijk):
            end = versie.regelset.geldig_tot or date.max
            if versie.regelset.geldig_vanaf <= day < end:
                return versie
        return IN_DE_CODE

    now, coming = Lijn(eigen, landelijk, IN_DE_CODE).at(peildatum)

    assert now == holds(peildatum)
    later = [peildatum + timedelta(days=n) for n in range(1, 100)]
    assert coming == next((day for day in later if holds(day) != now), None)
