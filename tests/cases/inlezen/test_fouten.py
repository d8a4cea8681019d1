"""Rows and files that are wrong, a dry run, and a list that is cut off."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.core.management import CommandError, call_command

from cases.models import (
    Casus,
    Leerling,
    Uitkomst,
    Verzuim,
)
from cases.services.casussen import close_casus
from cases.services.inlezen import lijst
from tests.cases.inlezen.lijsten import (
    KOLOMMEN,
    Antwoord,
    alles,
    als_csv,
    lees,
    lees_in,
    rij,
    schrijf_csv,
    spans,
    telling,
)
from tests.factories import Region, make_casus, make_region
from thuiszitters.audit.models import AuditRegel

pytestmark = pytest.mark.usefixtures("monday")


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
        toen = alles()
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
        assert alles() == toen
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
