"""A later list: what it changes, and what it leaves to people."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases.models import (
    Aanbod,
    Casus,
    Gebeurtenis,
    Inschrijving,
    Leerling,
    Verzuim,
)
from cases.services.feiten import change_school, correct_feit, register_terugkeer
from tests.cases.inlezen.lijsten import (
    KOLOMMEN,
    Antwoord,
    Rij,
    alles,
    lees,
    rij,
    spans,
    telling,
)
from tests.factories import Region, make_organisatie
from thuiszitters.accounts.rollen import Soort

pytestmark = pytest.mark.usefixtures("monday")


class TestGewijzigd:
    def test_what_was_sickness_to_us_becomes_what_the_list_says(
        self, region: Region, pad: Path
    ) -> None:
        gegevens = rij(region, geoorloofd="ja")
        lees(region, pad, gegevens)
        verzuim = Verzuim.objects.get()
        correct_feit(
            casus=Casus.objects.get(),
            feit=verzuim,
            changes={"reden": "ziekte"},
            reden="De school zegt dat de leerling ziek is.",
            inzender=region.by(),
        )

        # The list said and says the same: what people know better stays.
        lees(region, pad, gegevens)
        assert Verzuim.objects.current().get().reden == "ziekte"

        lees(region, pad, gegevens | {"geoorloofd": "nee"})
        feit = Verzuim.objects.current().get()
        assert (feit.geoorloofd, feit.reden) == (False, "")

    @pytest.mark.parametrize(
        ("eerst", "anders", "verzuim", "inschrijving"),
        [
            (
                {},
                {"verzuim_einde": "2026-11-02"},
                [(date(2026, 10, 1), date(2026, 11, 2), False)],
                [(None, None)],
            ),
            (
                {"verzuim_einde": "2026-11-02"},
                {"verzuim_einde": ""},
                [(date(2026, 10, 1), None, False)],
                [(None, None)],
            ),
            (
                {},
                {"verzuim_begin": "2026-09-21"},
                [(date(2026, 9, 21), None, False)],
                [(None, None)],
            ),
            ({}, {"geoorloofd": "ja"}, [(date(2026, 10, 1), None, True)], [(None, None)]),
            ({}, {"brin": ""}, [], [(None, date(2026, 10, 1))]),
            ({"brin": ""}, {"verzuim_begin": "2026-10-05"}, [], [(None, date(2026, 10, 5))]),
            (
                {"brin": ""},
                {"brin": "school"},
                [(date(2026, 10, 1), None, False)],
                [(None, None)],
            ),
            (
                {"brin": ""},
                {"verzuim_einde": "2026-11-02"},
                [],
                [(None, date(2026, 10, 1)), (date(2026, 11, 2), None)],
            ),
            (
                {"brin": "", "verzuim_einde": "2026-11-02"},
                {"verzuim_einde": "2026-11-09"},
                [],
                [(None, date(2026, 10, 1)), (date(2026, 11, 9), None)],
            ),
            (
                {},
                {"ingeschreven_sinds": "2025-08-01"},
                [(date(2026, 10, 1), None, False)],
                [(date(2025, 8, 1), None)],
            ),
            (
                {"ingeschreven_sinds": "2025-08-01"},
                {"ingeschreven_sinds": ""},
                [(date(2026, 10, 1), None, False)],
                [(None, None)],
            ),
        ],
    )
    def test_a_changed_row_replaces_facts_and_overwrites_none(
        self,
        region: Region,
        pad: Path,
        eerst: Rij,
        anders: Rij,
        verzuim: list[Any],
        inschrijving: list[Any],
    ) -> None:
        gegevens = rij(region, **eerst)
        nieuw = gegevens | anders
        if nieuw["brin"]:
            nieuw["brin"] = region.school.code
        lees(region, pad, gegevens)
        toen = set(Verzuim.objects.values_list("pk", "begin", "einde", "geoorloofd"))

        assert lees(region, pad, nieuw) == Antwoord(telling(gelezen=1, bijgewerkt=1), [])

        current = Verzuim.objects.current().values_list("begin", "einde", "geoorloofd")
        assert list(current) == verzuim
        assert spans(Inschrijving) == inschrijving
        assert toen <= set(Verzuim.objects.values_list("pk", "begin", "einde", "geoorloofd"))
        entry = Gebeurtenis.objects.latest("pk")
        assert entry.titel.startswith("Ingelezen lijst: ")
        assert entry.namens == region.swv
        assert (Casus.objects.get().school is None) == (not nieuw["brin"])
        assert lees(region, pad, nieuw) == Antwoord(telling(gelezen=1, ongewijzigd=1), [])

    def test_an_end_is_told_as_a_return(self, region: Region, pad: Path) -> None:
        lees(region, pad, rij(region))
        lees(region, pad, rij(region, verzuim_einde="2026-11-02", toelichting="Halve dagen."))
        entry = Gebeurtenis.objects.latest("pk")
        assert (entry.soort, entry.titel, entry.tekst, entry.datum) == (
            "terugkeer",
            "Ingelezen lijst: terug op school vanaf 2 nov 2026",
            "Halve dagen.",
            date(2026, 11, 2),
        )
        assert Casus.objects.get().categorie == "geen"

    def test_a_later_absence_is_added_and_the_earlier_one_stays(
        self, region: Region, pad: Path
    ) -> None:
        lees(region, pad, rij(region, verzuim_einde="2026-10-20"))
        later = rij(region, verzuim_begin="2026-11-02")
        assert lees(region, pad, later).telling == telling(gelezen=1, bijgewerkt=1)
        assert spans(Verzuim) == [
            (date(2026, 10, 1), date(2026, 10, 20)),
            (date(2026, 11, 2), None),
        ]
        assert lees(region, pad, later).telling == telling(gelezen=1, ongewijzigd=1)

    def test_an_aanbod_comes_moves_and_goes(self, region: Region, pad: Path) -> None:
        lees(region, pad, rij(region))
        for dag in ("2026-11-02", "2026-11-09", ""):
            antwoord = lees(region, pad, rij(region, aanbod_gestart_op=dag))
            assert antwoord.telling == telling(gelezen=1, bijgewerkt=1)
            found = list(Aanbod.objects.current().values_list("gestart_op", flat=True))
            assert found == ([date.fromisoformat(dag)] if dag else [])
        assert Aanbod.objects.count() == 2

    def test_another_school_takes_over_the_running_enrolment(
        self, region: Region, pad: Path
    ) -> None:
        andere = make_organisatie(Soort.SCHOOL, swv=region.swv)
        lees(region, pad, rij(region, ingeschreven_sinds="2025-08-01"))
        lees(region, pad, rij(region, ingeschreven_sinds="2025-08-01", brin=andere.code))
        [inschrijving] = Inschrijving.objects.current()
        assert (inschrijving.school, inschrijving.begin) == (andere, date(2025, 8, 1))
        assert Casus.objects.get().school == andere
        assert not Casus.objects.visible_to(region.zorgcoordinator).exists()

    def test_name_birth_date_and_gemeente(self, region: Region, pad: Path) -> None:
        gemeente = make_organisatie(Soort.GEMEENTE, swv=region.swv)
        lees(region, pad, rij(region))
        antwoord = lees(
            region,
            pad,
            rij(region, achternaam="van der Meer-Blom", gemeentecode=gemeente.code),
        )
        assert antwoord.telling == telling(gelezen=1, bijgewerkt=1)
        casus = Casus.objects.get()
        assert (casus.leerling.achternaam, casus.leerling.zoeknaam, casus.gemeente) == (
            "van der Meer-Blom",
            "noor van der meer blom",
            gemeente,
        )
        assert not Casus.objects.visible_to(region.leerplichtambtenaar).exists()
        lees(
            region,
            pad,
            rij(
                region,
                achternaam="van der Meer-Blom",
                gemeentecode=gemeente.code,
                geboortedatum="2013-03-04",
            ),
        )
        assert Leerling.objects.get().geboortedatum == date(2013, 3, 4)

    def test_a_column_that_is_left_out_says_nothing(self, region: Region, pad: Path) -> None:
        lees(
            region,
            pad,
            rij(region, verzuim_einde="2026-11-02", geoorloofd="ja", toelichting="Griep."),
        )
        toen = alles()
        kolommen = (*KOLOMMEN[:5], "verzuim_begin")
        antwoord = lees(region, pad, rij(region), kolommen=kolommen)
        assert antwoord.telling == telling(gelezen=1, ongewijzigd=1)
        assert alles() == toen

    def test_only_what_the_list_changed_is_carried_over(self, region: Region, pad: Path) -> None:
        andere = make_organisatie(Soort.SCHOOL, swv=region.swv)
        lees(region, pad, rij(region))
        casus = Casus.objects.get()
        change_school(casus=casus, school=andere, op=date(2026, 11, 2), inzender=region.by())
        antwoord = lees(region, pad, rij(region, verzuim_einde="2026-11-16"))
        assert antwoord == Antwoord(telling(gelezen=1, bijgewerkt=1), [])
        assert Casus.objects.get().school == andere
        assert spans(Verzuim) == [(date(2026, 10, 1), date(2026, 11, 16))]
        assert spans(Inschrijving) == [(None, date(2026, 11, 2)), (date(2026, 11, 2), None)]

    def test_what_people_and_the_list_both_changed_is_left_to_people(
        self, region: Region, pad: Path
    ) -> None:
        lees(region, pad, rij(region))
        casus = Casus.objects.get()
        register_terugkeer(
            casus=casus, op=date(2026, 11, 9), school=None, tekst="", inzender=region.by()
        )
        antwoord = lees(region, pad, rij(region, verzuim_einde="2026-11-16"))
        assert antwoord.telling == telling(gelezen=1, fout=1)
        assert antwoord.meldingen == [
            "regel 2, kolom verzuim_einde: In de casus staat iets anders over verzuim van "
            "1 okt 2026 tot 9 nov 2026. Verbeter deze regel of wijzig het in de casus."
        ]
        assert spans(Verzuim) == [(date(2026, 10, 1), date(2026, 11, 9))]
        gelijk = lees(region, pad, rij(region, verzuim_einde="2026-11-09"))
        assert gelijk == Antwoord(telling(gelezen=1, ongewijzigd=1), [])
