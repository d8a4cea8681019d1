"""`manage.py import_casussen` on real files and a real database."""

from __future__ import annotations

import base64
import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.core.management import CommandError, call_command

from cases.models import (
    Aanbod,
    Bron,
    Casus,
    CasusPartij,
    Gebeurtenis,
    Inleesregel,
    Inschrijving,
    Leerling,
    Nummerreeks,
    PartijRol,
    Uitkomst,
    Verzuim,
)
from cases.services.casussen import close_casus, reopen_casus
from cases.services.feiten import change_leerling, change_school, register_terugkeer
from cases.services.inlezen import lijst
from tests.cases.inlezen.lijsten import (
    KOLOMMEN,
    Antwoord,
    Rij,
    als_csv,
    lees_in,
    rij,
    schrijf_csv,
    schrijf_xlsx,
    telling,
)
from tests.factories import Region, make_casus, make_organisatie, make_region
from thuiszitters.accounts.rollen import Soort
from thuiszitters.audit.models import AuditRegel

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    """Where the list of a test stands."""
    return tmp_path / "lijst.csv"


def lees(region: Region, pad: Path, *rijen: Rij, **vorm: Any) -> Antwoord:
    """Read a list of these rows."""
    return lees_in(region, schrijf_csv(pad, rijen, **vorm))


def spans(model: type[Verzuim] | type[Inschrijving]) -> list[tuple[date | None, date | None]]:
    """Return the current spans of the only child there is."""
    found = model.objects.current().values_list("begin", "einde")
    return sorted(found, key=lambda span: span[0] or date.min)


class TestNieuw:
    def test_a_row_becomes_a_casus_with_its_facts(self, region: Region, pad: Path) -> None:
        antwoord = lees(
            region,
            pad,
            rij(
                region,
                geboortedatum="4 maart 2012",
                verzuim_begin="1-10-2026",
                aanbod_gestart_op="2026-12-01",
                ingeschreven_sinds="24-8-2024",
                toelichting="Wil niet naar binnen.",
            ),
        )

        assert antwoord == Antwoord(telling(gelezen=1, nieuw=1), [])
        casus = Casus.objects.get()
        assert (casus.kenmerk, casus.swv, casus.gemeente, casus.school, casus.eigenaar) == (
            "K1",
            region.swv,
            region.gemeente,
            region.school,
            None,
        )
        assert (casus.leerling.naam, casus.leerling.geboortedatum) == (
            "Noor van der Meer",
            date(2012, 3, 4),
        )
        assert (casus.categorie, casus.verzuim_sinds) == ("LRV", date(2026, 10, 1))
        assert spans(Verzuim) == [(date(2026, 10, 1), None)]
        assert spans(Inschrijving) == [(date(2024, 8, 24), None)]
        assert Aanbod.objects.get().gestart_op == date(2026, 12, 1)
        assert {feit.bron for feit in (Verzuim.objects.get(), Aanbod.objects.get())} == {
            Bron.IMPORT
        }
        assert set(CasusPartij.objects.values_list("rol", "organisatie__pk")) == {
            (PartijRol.SWV, region.swv.pk),
            (PartijRol.GEMEENTE, region.gemeente.pk),
            (PartijRol.SCHOOL, region.school.pk),
        }
        assert list(Gebeurtenis.objects.order_by("pk").values_list("titel", "tekst")) == [
            ("Casus geopend", "Wil niet naar binnen."),
            ("Ongeoorloofd afwezig sinds 1 okt 2026", ""),
            ("Ingelezen lijst: aanbod sinds 1 dec 2026", ""),
        ]
        for user in (region.coordinator, region.leerplichtambtenaar, region.zorgcoordinator):
            assert Casus.objects.visible_to(user).get() == casus

    def test_without_brin_the_child_is_not_enrolled(self, region: Region, pad: Path) -> None:
        lees(region, pad, rij(region, brin="", verzuim_begin="2026-08-01"))
        casus = Casus.objects.get()
        assert (casus.categorie, casus.duur, casus.school) == ("AV", ">3m", None)
        assert spans(Inschrijving) == [(None, date(2026, 8, 1))]
        assert not Verzuim.objects.exists()

    def test_without_brin_but_with_an_end_the_child_is_enrolled_again(
        self, region: Region, pad: Path
    ) -> None:
        lees(region, pad, rij(region, brin="", verzuim_einde="2026-11-02"))
        assert spans(Inschrijving) == [(None, date(2026, 10, 1)), (date(2026, 11, 2), None)]
        assert Casus.objects.get().categorie == "geen"

    def test_authorised_without_a_school_is_told_to_mean_nothing(
        self, region: Region, pad: Path
    ) -> None:
        antwoord = lees(region, pad, rij(region, brin="", geoorloofd="ja"))
        assert antwoord.telling == telling(gelezen=1, nieuw=1)
        assert antwoord.meldingen == [
            "let op: regel 2, kolom geoorloofd: Dit telt niet: zonder brin is de leerling nergens "
            "ingeschreven."
        ]

    def test_only_the_needed_columns(self, region: Region, pad: Path) -> None:
        kolommen = ("verzuim_begin", "Achternaam", "VOORNAAM", "gemeentecode", "geboortedatum")
        gegevens = rij(region) | {
            "Achternaam": "Meer",
            "VOORNAAM": "Bo",
            "gemeentecode": region.gemeente.code.lstrip("0"),
        }
        antwoord = lees(region, pad, gegevens, kolommen=kolommen, teken=",")
        assert antwoord.telling == telling(gelezen=1, nieuw=1)
        assert len(antwoord.meldingen) == 2
        assert all(zin.startswith("let op: Zonder kolom") for zin in antwoord.meldingen)
        assert (Casus.objects.get().kenmerk, Casus.objects.get().categorie) == ("", "AV")

    @pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    @pytest.mark.parametrize("teken", [";", ",", "\t"])
    def test_every_kind_of_csv(self, region: Region, pad: Path, codering: str, teken: str) -> None:
        gegevens = rij(region, voornaam="Zoë", achternaam="d'Hónt; de, Boer")
        lees(region, pad, gegevens, codering=codering, teken=teken, einde="\r\n")
        assert Leerling.objects.get().naam == "Zoë d'Hónt; de, Boer"

    def test_xlsx_gives_the_same_as_csv(self, region: Region, tmp_path: Path) -> None:
        als_tekst = rij(region, verzuim_einde="2026-11-02", toelichting="Een\ntwee.")
        als_cellen = als_tekst | {
            "geboortedatum": date(2012, 3, 4),
            "verzuim_begin": date(2026, 10, 1),
            "verzuim_einde": date(2026, 11, 2),
            "gemeentecode": int(region.gemeente.code),
        }
        eerst = lees_in(region, schrijf_xlsx(tmp_path / "lijst.xlsx", [als_cellen]))
        daarna = lees(region, tmp_path / "lijst.csv", als_tekst)
        assert eerst.telling == telling(gelezen=1, nieuw=1)
        assert daarna == Antwoord(telling(gelezen=1, ongewijzigd=1), [])

    def test_several_rows_of_one_child_are_its_absences(self, region: Region, pad: Path) -> None:
        rijen = [
            rij(region, verzuim_begin="2026-10-07"),
            rij(region, kenmerk="K2", achternaam="Boer"),
            rij(region, verzuim_begin="2026-09-07", verzuim_einde="2026-10-05"),
            rij(region, verzuim_begin="2026-10-05", verzuim_einde="2026-10-07", geoorloofd="ja"),
        ]
        assert lees(region, pad, *rijen).telling == telling(gelezen=4, nieuw=4)
        casus = Casus.objects.get(kenmerk="K1")
        assert casus.verzuim_sinds == date(2026, 10, 7)
        assert casus.leerling.verzuim.count() == 3
        assert lees(region, pad, *rijen).telling == telling(gelezen=4, ongewijzigd=4)

    def test_an_empty_list(self, region: Region, pad: Path) -> None:
        assert lees(region, pad) == Antwoord(telling(), [])


class TestNogEens:
    def test_the_same_list_changes_nothing(self, region: Region, pad: Path) -> None:
        rijen = [
            rij(region, kenmerk=f"K{n}", achternaam=f"Meer {'abcdefgh'[n]}", **extra)
            for n, extra in enumerate(
                [
                    {},
                    {"verzuim_einde": "2026-11-02"},
                    {"geoorloofd": "ja"},
                    {"brin": ""},
                    {"brin": "", "verzuim_einde": "2026-11-02"},
                    {"aanbod_gestart_op": "2026-10-20"},
                    {"ingeschreven_sinds": "2025-08-01", "toelichting": "Let op."},
                    {"brin": "", "ingeschreven_sinds": "2025-08-01"},
                ]
            )
        ]
        assert lees(region, pad, *rijen).telling == telling(gelezen=8, nieuw=8)
        toen = _alles()
        assert lees(region, pad, *rijen) == Antwoord(telling(gelezen=8, ongewijzigd=8), [])
        random.Random(1).shuffle(rijen)
        assert lees(region, pad, *rijen) == Antwoord(telling(gelezen=8, ongewijzigd=8), [])
        assert _alles() == toen

    def test_also_where_people_changed_things_since(self, region: Region, pad: Path) -> None:
        gegevens = rij(region)
        lees(region, pad, gegevens)
        casus = Casus.objects.get()
        register_terugkeer(
            casus=casus, op=date(2026, 11, 9), school=None, tekst="", inzender=region.by()
        )
        change_leerling(
            casus=casus,
            voornaam="Noor",
            achternaam="van der Meer-Blom",
            geboortedatum=date(2012, 3, 5),
            gemeente=region.gemeente,
            startkwalificatie_op=None,
            inzender=region.by(),
        )
        assert lees(region, pad, gegevens) == Antwoord(telling(gelezen=1, ongewijzigd=1), [])
        assert spans(Verzuim) == [(date(2026, 10, 1), date(2026, 11, 9))]
        assert Leerling.objects.get().achternaam == "van der Meer-Blom"

    def test_without_kenmerk_a_child_is_known_by_name_and_birth_date(
        self, region: Region, pad: Path
    ) -> None:
        gegevens = rij(region, kenmerk="", voornaam="Zoë")
        lees(region, pad, gegevens)
        zonder_accent = gegevens | {"voornaam": "ZOE", "verzuim_einde": "2026-11-02"}
        assert lees(region, pad, zonder_accent).telling == telling(gelezen=1, bijgewerkt=1)
        assert Casus.objects.count() == 1
        assert spans(Verzuim) == [(date(2026, 10, 1), date(2026, 11, 2))]

    def test_the_same_row_twice_in_one_list(self, region: Region, pad: Path) -> None:
        assert lees(region, pad, rij(region), rij(region)).telling == telling(
            gelezen=2, nieuw=1, ongewijzigd=1
        )

    def test_a_closed_casus_may_stand_in_the_list(self, region: Region, pad: Path) -> None:
        for kenmerk in ("K1", ""):
            gegevens = rij(region, kenmerk=kenmerk, achternaam=f"Meer {kenmerk or 'Blom'}")
            lees(region, pad, gegevens)
            casus = Casus.objects.latest("pk")
            close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
            assert lees(region, pad, gegevens).telling == telling(gelezen=1, ongewijzigd=1)
            antwoord = lees(region, pad, gegevens | {"verzuim_einde": "2026-11-02"})
            assert antwoord.telling == telling(gelezen=1, fout=1)
            assert antwoord.meldingen[0].endswith(
                f"Casus {casus.nummer} is gesloten. Heropen hem eerst."
            )
            reopen_casus(casus=casus, reden="Toch niet.", inzender=region.by())
            antwoord = lees(region, pad, gegevens | {"verzuim_einde": "2026-11-02"})
            assert antwoord.telling == telling(gelezen=1, bijgewerkt=1)

    def test_a_new_absence_after_a_closed_casus_opens_another(
        self, region: Region, pad: Path
    ) -> None:
        eerst = rij(region, kenmerk="", verzuim_einde="2026-10-20")
        lees(region, pad, eerst)
        close_casus(
            casus=Casus.objects.get(), uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by()
        )
        later = rij(region, kenmerk="", verzuim_begin="2026-11-02")
        assert lees(region, pad, eerst, later).telling == telling(gelezen=2, nieuw=1, ongewijzigd=1)
        assert lees(region, pad, eerst, later).telling == telling(gelezen=2, ongewijzigd=2)
        assert Casus.objects.count() == 2
        assert Leerling.objects.count() == 1


class TestGewijzigd:
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
        toen = _alles()
        kolommen = (*KOLOMMEN[:5], "verzuim_begin")
        antwoord = lees(region, pad, rij(region), kolommen=kolommen)
        assert antwoord.telling == telling(gelezen=1, ongewijzigd=1)
        assert _alles() == toen

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


class TestFout:
    def test_bad_rows_are_told_by_line_and_column_and_the_good_ones_go_in(
        self, region: Region, pad: Path
    ) -> None:
        antwoord = lees(
            region,
            pad,
            rij(region, kenmerk="K1"),
            rij(region, kenmerk="K2", achternaam="A", toelichting="eerste\nregel"),
            rij(region, kenmerk="K3", achternaam="B", geboortedatum="31-2-2012"),
            rij(region, kenmerk="K4", achternaam="C", gemeentecode="9999", brin="99ZZ"),
            rij(region, kenmerk="K5", achternaam="D", verzuim_einde="2026-09-01"),
            rij(region, kenmerk="K6", achternaam="E", geboortedatum="2030-01-01"),
            rij(region, kenmerk="K7", achternaam="F"),
        )
        assert antwoord.telling == telling(gelezen=7, nieuw=3, fout=4)
        assert antwoord.meldingen == [
            'regel 5, kolom geboortedatum: 31 februari 2012 bestaat niet ("31-2-2012").',
            "regel 6, kolom gemeentecode: Er is geen gemeente met code 9999.",
            "regel 6, kolom brin: Er is geen school met BRIN 99ZZ.",
            "regel 7, kolom verzuim_einde: De einddatum moet na de begindatum liggen.",
            "regel 8, kolom geboortedatum: De geboortedatum ligt in de toekomst.",
        ]
        assert set(Casus.objects.values_list("kenmerk", flat=True)) == {"K1", "K2", "K7"}

    def test_absences_of_one_child_that_overlap(self, region: Region, pad: Path) -> None:
        antwoord = lees(
            region, pad, rij(region), rij(region, verzuim_begin="2026-11-02", geoorloofd="ja")
        )
        assert antwoord.telling == telling(gelezen=2, nieuw=1, fout=1)
        assert antwoord.meldingen == [
            "regel 3, kolom verzuim_begin: De afwezigheid sinds 2 nov 2026 overlapt met die sinds "
            "1 okt 2026."
        ]
        assert spans(Verzuim) == [(date(2026, 10, 1), None)]

    def test_two_rows_that_say_different_things_about_one_absence(
        self, region: Region, pad: Path
    ) -> None:
        for uitkomst in ({"nieuw": 1}, {"ongewijzigd": 1}):
            antwoord = lees(region, pad, rij(region), rij(region, verzuim_einde="2026-11-02"))
            assert antwoord.telling == telling(gelezen=2, fout=1, **uitkomst)
            assert antwoord.meldingen == [
                "regel 3, kolom verzuim_begin: Regel 2 zegt iets anders over dezelfde afwezigheid."
            ]

    def test_one_kenmerk_for_two_names(self, region: Region, pad: Path) -> None:
        antwoord = lees(
            region,
            pad,
            rij(region, verzuim_einde="2026-10-20"),
            rij(region, achternaam="Anders", verzuim_begin="2026-11-02"),
        )
        assert antwoord.telling == telling(gelezen=2, nieuw=1, fout=1)
        assert antwoord.meldingen == [
            "regel 3, kolom achternaam: Dit is anders dan op regel 2, over dezelfde leerling."
        ]

    def test_one_child_under_two_kenmerken(self, region: Region, pad: Path) -> None:
        antwoord = lees(region, pad, rij(region), rij(region, kenmerk="K2", voornaam="NOOR"))
        assert antwoord.telling == telling(gelezen=2, nieuw=1, fout=1)
        assert antwoord.meldingen == [
            "regel 3, kolom kenmerk: Deze leerling staat ook op regel 2, met een ander kenmerk."
        ]

    def test_a_child_that_has_an_open_casus_already(self, region: Region, pad: Path) -> None:
        lees(region, pad, rij(region))
        casus = Casus.objects.get()
        antwoord = lees(region, pad, rij(region, kenmerk="K2"))
        assert antwoord.telling == telling(gelezen=1, fout=1)
        assert antwoord.meldingen == [
            f"regel 2, kolom kenmerk: Deze leerling heeft al een open casus: {casus.nummer}."
        ]

    def test_a_name_cannot_become_that_of_another_child(self, region: Region, pad: Path) -> None:
        lees(region, pad, rij(region), rij(region, kenmerk="K2", voornaam="Bo"))
        antwoord = lees(region, pad, rij(region, kenmerk="K2"))
        nummer = Casus.objects.get(kenmerk="K1").nummer
        assert antwoord.meldingen == [
            f"regel 2, kolom kenmerk: Deze leerling heeft al een open casus: {nummer}."
        ]

    def test_a_kenmerk_that_is_used_again_for_another_child(
        self, region: Region, pad: Path
    ) -> None:
        lees(region, pad, rij(region))
        casus = Casus.objects.get()
        ander = rij(region, voornaam="Bo", achternaam="Blom", geboortedatum="2014-01-01")
        antwoord = lees(region, pad, ander)
        assert antwoord.telling == telling(gelezen=1, fout=1)
        assert antwoord.meldingen == [
            f"regel 2, kolom kenmerk: Casus {casus.nummer} met dit kenmerk is van iemand anders."
        ]
        assert Leerling.objects.get().naam == "Noor van der Meer"

    def test_an_absence_that_people_wrote_is_named(self, region: Region, pad: Path) -> None:
        casus = make_casus(
            region,
            voornaam="Noor",
            achternaam="van der Meer",
            geboortedatum=date(2012, 3, 4),
            verzuim_begin=date(2026, 9, 1),
            verzuim_einde=date(2026, 10, 12),
            kenmerk="K1",
        )
        antwoord = lees(region, pad, rij(region))
        assert antwoord.meldingen == [
            "regel 2, kolom verzuim_begin: In de casus staat al verzuim van 1 sep 2026 tot "
            "12 okt 2026 (gemeld door: samenwerkingsverband). Verbeter deze regel of wijzig het "
            "in de casus."
        ]
        later = lees(region, pad, rij(region, verzuim_begin="2026-11-02"))
        assert later.telling == telling(gelezen=1, bijgewerkt=1)
        close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
        onder_ander = lees(region, pad, rij(region, kenmerk="K9", verzuim_begin="2026-09-14"))
        assert onder_ander.telling == telling(gelezen=1, fout=1)
        assert "staat al verzuim van 1 sep 2026 tot 12 okt 2026" in onder_ander.meldingen[0]

    def test_a_casus_that_people_logged_the_same_way_is_recognised(
        self, region: Region, pad: Path
    ) -> None:
        make_casus(
            region,
            voornaam="Noor",
            achternaam="van der Meer",
            geboortedatum=date(2012, 3, 4),
            verzuim_begin=date(2026, 10, 1),
            kenmerk="K1",
        )
        for _ in range(2):
            assert lees(region, pad, rij(region)) == Antwoord(telling(gelezen=1, ongewijzigd=1), [])
        assert Verzuim.objects.count() == 1

    def test_another_swv_has_its_own_kenmerken_and_children(
        self, region: Region, other_region: Region, pad: Path
    ) -> None:
        for wie in (region, other_region):
            assert lees(wie, pad, rij(region)).telling == telling(gelezen=1, nieuw=1)
        assert {c.swv for c in Casus.objects.all()} == {region.swv, other_region.swv}

    def test_no_name_is_ever_printed(
        self, region: Region, pad: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        rijen = [
            rij(region, kenmerk="Geheim", voornaam="Geheim", achternaam="Geheim"),
            rij(region, kenmerk="K2", voornaam="Geheim", achternaam="Geheim"),
            rij(region, kenmerk="K3", voornaam="Geheim", achternaam="Geheim\x07"),
            rij(region, kenmerk="K4", voornaam="Geheim" * 40),
            *(
                rij(region, kenmerk=f"K5{kolom}", **{kolom: "Geheim Geheim"})
                for kolom in KOLOMMEN
                if kolom not in {"kenmerk", "voornaam", "achternaam", "toelichting"}
            ),
        ]
        antwoord = lees(region, pad, *rijen)
        assert antwoord.telling["fout"] == len(rijen) - 1
        uit = capfd.readouterr()
        assert "geheim" not in " ".join([*antwoord.meldingen, uit.out, uit.err]).lower()


class TestProef:
    def test_a_dry_run_says_the_same_and_writes_nothing(self, region: Region, pad: Path) -> None:
        lees(region, pad, rij(region))
        toen = _alles()
        audit = AuditRegel.objects.count()
        schrijf_csv(
            pad,
            [
                rij(region, verzuim_einde="2026-11-02"),
                rij(region, kenmerk="K2", achternaam="Blom"),
                rij(region, kenmerk="K3", achternaam="Blom"),
                rij(region, kenmerk="K4", geboortedatum="31-2-2012"),
            ],
        )
        proef = lees_in(region, pad, proef=True)
        assert proef.telling == telling(gelezen=4, nieuw=1, bijgewerkt=1, fout=2)
        assert _alles() == toen
        assert AuditRegel.objects.count() == audit
        assert lees_in(region, pad) == proef
        assert AuditRegel.objects.filter(gebeurtenis="lijst ingelezen").latest("pk").gegevens == (
            proef.telling
        )


class TestBestand:
    def test_a_file_that_cannot_be_read_writes_nothing_and_says_why(
        self, region: Region, pad: Path
    ) -> None:
        inhoud = als_csv([rij(region)])
        for bytes_, zin in (
            (b"", "Dit bestand is leeg."),
            (inhoud.encode("utf-16-le"), "geen CSV"),
            (inhoud.replace("voornaam", "naam").encode(), "kopregel staat niet: voornaam"),
        ):
            pad.write_bytes(bytes_)
            with pytest.raises(CommandError, match=zin):
                lees_in(region, pad)
        with pytest.raises(CommandError, match="Er is geen bestand"):
            lees_in(region, pad.with_name("weg.csv"))
        assert not Casus.objects.exists()

    def test_an_unknown_swv(self, region: Region, pad: Path) -> None:
        schrijf_csv(pad, [rij(region)])
        with pytest.raises(CommandError, match="geen samenwerkingsverband met code VO0000"):
            call_command("import_casussen", str(pad), swv="VO0000")


def _alles() -> list[Any]:
    """Return everything an import could change."""
    modellen = (
        Casus,
        Leerling,
        Verzuim,
        Inschrijving,
        Aanbod,
        CasusPartij,
        Gebeurtenis,
        Inleesregel,
        Nummerreeks,
    )
    return [list(model.objects.order_by("pk").values()) for model in modellen]


def test_a_list_goes_in_batches_and_tells_of_each_when_it_is_in(
    region: Region, pad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lijst, "STAPEL", 2)
    rijen = [rij(region, kenmerk=f"K{n}", achternaam=f"Blom {'abcdefg'[n]}") for n in range(7)]
    rijen[1]["verzuim_einde"] = rijen[3]["verzuim_einde"] = "2026-01-01"
    schrijf_csv(pad, rijen)

    def stroom_valt_uit(zin: str) -> None:
        if zin.startswith("regel 5"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lijst.lees_lijst(pad=pad, swv=region.swv, meld=stroom_valt_uit)
    assert set(Casus.objects.values_list("kenmerk", flat=True)) == {"K0", "K2"}

    antwoord = lees_in(region, pad)
    assert antwoord.telling == telling(gelezen=7, nieuw=3, ongewijzigd=2, fout=2)
    assert [zin.split(",")[0] for zin in antwoord.meldingen] == ["regel 3", "regel 5"]


@pytest.mark.django_db(transaction=True)
def test_the_watch_is_woken_for_a_whole_list_at_once(pad: Path) -> None:
    region = make_region()
    rijen = [
        rij(region, kenmerk=f"K{n}", geboortedatum=str(date(2011, 1, 1) + timedelta(days=n)))
        for n in range(30)
    ]
    lees(region, pad, *rijen)
    nieuw = set(Casus.objects.values_list("pk", flat=True))
    with current_app.connection_for_read() as connection:
        channel: Any = connection.default_channel
        berichten = [json.loads(raw) for raw in channel.client.lrange("celery", 0, -1)]
    ids = [
        json.loads(base64.b64decode(bericht["body"]))[0][0]
        for bericht in berichten
        if bericht["headers"]["task"] == "monitoring.watch_casussen"
    ]
    assert nieuw in [set(ontvangen) for ontvangen in ids]
