"""Today's figures: right, of one's own casussen only, and in a fixed number of queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cases.models import AanbodSoort, Casus, Uitkomst
from cases.services.casussen import close_casus
from cases.services.feiten import register_aanbod
from cases.stand import (
    LANDELIJK,
    Aanbod,
    Categorie,
    Drempelnaam,
    Duur,
    Feiten,
    Inschrijving,
    NaAanbod,
    Operator,
    Telwijze,
    Verzuim,
    bereken_stand,
)
from monitoring.selectors.figuren import (
    VOORUIT,
    Cel,
    Figuren,
    explain_nearing,
    nearing_threshold,
    reason,
    tel_stand,
)
from monitoring.selectors.tabellen import (
    balken_per_gemeente,
    hoogstens,
    per_categorie,
    per_gemeente,
    samen,
)
from tests.factories import Region, make_casus, make_organisatie
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Soort
from thuiszitters.kalender import Regio, datum_kort

TODAY = date(2026, 11, 23)

cells = st.lists(
    st.builds(
        Cel,
        gemeente=st.sampled_from(["Waterstad", "Duinenburg", "Heuvelrode"]),
        categorie=st.sampled_from([categorie.value for categorie in Categorie]),
        duur=st.sampled_from(["", *(duur.value for duur in Duur)]),
        aantal=st.integers(min_value=1, max_value=50),
    ),
    max_size=12,
)


def numbers(user: User) -> list[str]:
    return [casus.nummer for casus in nearing_threshold(user, TODAY)]


def start_aanbod(casus: Casus, region: Region) -> None:
    register_aanbod(
        casus=casus,
        soort=AanbodSoort.MAATWERK,
        omschrijving="",
        gedaan_op=None,
        geaccepteerd_op=None,
        gestart_op=TODAY - timedelta(days=2),
        einde=None,
        inzender=region.by(),
    )


@pytest.mark.usefixtures("monday")
class TestCounting:
    def test_by_categorie_and_duur(self, region: Region) -> None:
        for days in (5, 10, 30, 120):
            make_casus(region, dagen=days)
        make_casus(region, dagen=40, school=None)

        figuren = tel_stand(region.coordinator, TODAY)

        assert figuren.open == 5
        assert figuren.thuiszitters == 3
        assert figuren.langer_dan_drie_maanden == 1
        assert figuren.tel(categorie={Categorie.DREIGEND}) == 2
        assert figuren.tel(categorie={Categorie.AV}) == 1
        assert figuren.tel(categorie={Categorie.LRV}, duur=Duur.VIER_WEKEN_TOT_DRIE_MAANDEN) == 1

    def test_a_child_with_an_aanbod_is_no_thuiszitter(self, region: Region) -> None:
        casus = make_casus(region, dagen=40)
        start_aanbod(casus, region)

        figuren = tel_stand(region.coordinator, TODAY)

        assert (figuren.thuiszitters, figuren.tel(categorie={Categorie.MET_AANBOD})) == (0, 1)

    def test_only_ones_own_casussen_count(self, region: Region, other_region: Region) -> None:
        make_casus(region, dagen=30)
        elsewhere = make_organisatie(Soort.GEMEENTE, swv=region.swv)
        make_casus(region, dagen=30, gemeente=elsewhere)

        assert tel_stand(region.coordinator, TODAY).open == 2
        assert tel_stand(region.leerplichtambtenaar, TODAY).open == 1
        assert tel_stand(other_region.coordinator, TODAY).open == 0
        assert tel_stand(AnonymousUser(), TODAY).open == 0

    def test_a_closed_casus_does_not_count(self, region: Region) -> None:
        casus = make_casus(region, dagen=30)
        close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())

        assert tel_stand(region.coordinator, TODAY).open == 0
        assert numbers(region.coordinator) == []

    def test_a_stand_that_is_behind_is_told(self, region: Region) -> None:
        first, second, third = (make_casus(region, dagen=30) for _ in range(3))
        Casus.objects.update(volgende_controle_op=TODAY + timedelta(days=3))
        Casus.objects.filter(pk=first.pk).update(
            stand_op=TODAY - timedelta(days=1), volgende_controle_op=TODAY
        )
        Casus.objects.filter(pk=second.pk).update(stand_op=TODAY - timedelta(days=1))
        assert tel_stand(region.coordinator, TODAY).achter == 1

        Casus.objects.filter(pk=third.pk).update(
            stand_op=None, categorie="", volgende_controle_op=date(1, 1, 1)
        )
        assert tel_stand(region.coordinator, TODAY).achter == 2

    def test_one_query_for_however_many(self, region: Region) -> None:
        def queries() -> int:
            user = User.objects.get(pk=region.coordinator.pk)
            with CaptureQueriesContext(connection) as seen:
                tel_stand(user, TODAY)
                explain_nearing(list(nearing_threshold(user, TODAY)), TODAY)
            return len(seen)

        make_casus(region, dagen=20)
        few = queries()
        for days in range(15, 30):
            make_casus(
                region, dagen=days, gemeente=make_organisatie(Soort.GEMEENTE, swv=region.swv)
            )
        assert queries() == few


@pytest.mark.usefixtures("monday")
class TestNearing:
    @pytest.mark.parametrize(
        ("since", "expected"),
        [
            (TODAY - timedelta(days=28), (Drempelnaam.VIER_WEKEN, TODAY)),
            (TODAY - timedelta(days=27), (Drempelnaam.VIER_WEKEN, TODAY + timedelta(days=1))),
            (TODAY - timedelta(days=14), (Drempelnaam.VIER_WEKEN, TODAY + timedelta(days=14))),
            (TODAY - timedelta(days=13), None),
            (TODAY - timedelta(days=29), None),
            (date(2026, 8, 23), (Drempelnaam.DRIE_MAANDEN, TODAY)),
            (date(2026, 9, 7), (Drempelnaam.DRIE_MAANDEN, date(2026, 12, 7))),
            (date(2026, 9, 8), None),
            (date(2026, 8, 22), None),
        ],
    )
    def test_the_edges(
        self, region: Region, since: date, expected: tuple[Drempelnaam, date] | None
    ) -> None:
        make_casus(region, verzuim_begin=since)

        found = list(nearing_threshold(region.coordinator, TODAY))

        assert VOORUIT == 14
        if expected is None:
            assert found == []
        else:
            (nadering,) = explain_nearing(found, TODAY)
            assert (nadering.drempel.naam, nadering.drempel.op) == expected
            assert found[0].nadert_op == expected[1]  # type: ignore[attr-defined]

    def test_the_first_one_is_on_top(self, region: Region) -> None:
        later = make_casus(region, dagen=15)
        three = make_casus(region, verzuim_begin=date(2026, 8, 25))
        first = make_casus(region, dagen=27)

        expected = [first.nummer, three.nummer, later.nummer]
        assert numbers(region.coordinator) == expected

    def test_it_says_why(self, region: Region) -> None:
        make_casus(region, dagen=20)

        (nadering,) = explain_nearing(list(nearing_threshold(region.coordinator, TODAY)), TODAY)

        assert nadering.waarom == (
            "De drempel van vier weken wordt bereikt op 1 dec 2026: 28 dagen na 3 nov 2026. "
            "Weekenden en vakanties tellen mee."
        )

    def test_with_an_aanbod_no_threshold_is_near(self, region: Region) -> None:
        casus = make_casus(region, dagen=20)
        start_aanbod(casus, region)

        assert numbers(region.coordinator) == []

    def test_only_ones_own(self, region: Region, other_region: Region) -> None:
        make_casus(region, dagen=20)

        assert len(numbers(region.zorgcoordinator)) == 1
        assert numbers(other_region.coordinator) == []


def _facts(begin: date, *aanbod: Aanbod) -> Feiten:
    return Feiten(
        geboortedatum=date(2013, 5, 5),
        regio=Regio.NOORD,
        inschrijvingen=(Inschrijving(None, None),),
        verzuim=(Verzuim(begin, None, False),),
        aanbod=aanbod,
        vrijstellingen=(),
        startkwalificatie_op=None,
    )


@given(
    begin=st.dates(date(2024, 9, 2), date(2026, 11, 22)),
    telwijze=st.sampled_from(Telwijze),
    operator=st.sampled_from(Operator),
    na_aanbod=st.sampled_from(NaAanbod),
    met_aanbod=st.booleans(),
)
def test_every_threshold_ahead_has_its_own_sentence(
    begin: date, telwijze: Telwijze, operator: Operator, na_aanbod: NaAanbod, met_aanbod: bool
) -> None:
    """Ties the choice of sentences to the wording of the Stand, under every regelset."""
    regelset = replace(LANDELIJK, telwijze_4w=telwijze, operator_4w=operator, na_aanbod=na_aanbod)
    offered = [Aanbod(begin, begin + timedelta(days=2))] if met_aanbod else []
    stand = bereken_stand(_facts(begin, *offered), regelset, TODAY)

    sentence = reason(stand)

    if stand.volgende_drempel is None:
        assert sentence == ""
    else:
        word = {Drempelnaam.VIER_WEKEN: "vier weken", Drempelnaam.DRIE_MAANDEN: "drie maanden"}
        assert word[stand.volgende_drempel.naam] in sentence
        assert datum_kort(stand.volgende_drempel.op) in sentence


@given(cells)
def test_the_tables_and_the_chart_count_every_casus_once(found: list[Cel]) -> None:
    figuren = Figuren(tuple(found), achter=0)
    total = sum(cel.aantal for cel in found)

    by_categorie, by_gemeente = per_categorie(figuren), per_gemeente(figuren)
    balken = balken_per_gemeente(figuren)

    assert figuren.open == total == sum(row.totaal for row in by_categorie)
    assert samen(by_categorie).totaal == total == sum(row.totaal for row in by_gemeente)
    assert all(row.totaal and row.anders >= 0 for row in by_categorie + by_gemeente)
    assert sum(row.aantallen[0] for row in by_gemeente) == figuren.thuiszitters
    assert sum(balk.totaal for balk in balken) == sum(
        cel.aantal for cel in found if cel.categorie in {"AV", "LRV", "dreigend"} and cel.duur
    )
    assert (
        samen(by_categorie).aantallen
        == tuple(sum(cel.aantal for cel in found if cel.duur == duur) for duur in Duur)
        or not found
    )


@given(cells, st.integers(min_value=1, max_value=4))
def test_bars_that_are_too_many_are_put_together(found: list[Cel], most: int) -> None:
    balken = balken_per_gemeente(Figuren(tuple(found), achter=0))

    drawn = hoogstens(balken, most)

    assert len(drawn) == min(len(balken), most)
    assert sum(balk.totaal for balk in drawn) == sum(balk.totaal for balk in balken)


def test_a_casus_without_a_stand_is_in_the_table_too() -> None:
    figuren = Figuren((Cel("Waterstad", "", "", 2), Cel("Waterstad", "AV", ">3m", 1)), achter=2)

    assert [(row.naam, row.totaal) for row in per_categorie(figuren)] == [("AV", 1), ("", 2)]
    assert figuren.open == 3
