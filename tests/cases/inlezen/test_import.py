"""`manage.py import_casussen` on real files and a real database."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from cases.models import (
    Aanbod,
    Bron,
    Casus,
    CasusPartij,
    Gebeurtenis,
    Inschrijving,
    Leerling,
    PartijRol,
    Uitkomst,
    Verzuim,
)
from cases.services.casussen import close_casus, reopen_casus
from cases.services.feiten import change_leerling, register_terugkeer
from tests.cases.inlezen.lijsten import (
    Antwoord,
    alles,
    lees,
    lees_in,
    rij,
    schrijf_xlsx,
    spans,
    telling,
)
from tests.factories import Region

pytestmark = pytest.mark.usefixtures("monday")


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
        toen = alles()
        assert lees(region, pad, *rijen) == Antwoord(telling(gelezen=8, ongewijzigd=8), [])
        random.Random(1).shuffle(rijen)
        assert lees(region, pad, *rijen) == Antwoord(telling(gelezen=8, ongewijzigd=8), [])
        assert alles() == toen

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
