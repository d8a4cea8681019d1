"""Reading an agenda, reading it again, and reading it after people worked on it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pact.inhoud import inhoud_of
from pact.keuzes import Middelsoort, Niveau, Periodelezing, Status
from pact.models import Actie, LogSoort
from pact.services.acties import change_actie
from tests.pact.agenda.agendas import (
    AGENDA,
    GELEZEN,
    actie,
    alles,
    als_csv,
    lees_in,
    schrijf,
    telling,
    wijzig,
)
from tests.pact.hulp import Kring

NIEUW = telling(gelezen=GELEZEN, nieuw=GELEZEN, zonder_deadline=3)
ONGEWIJZIGD = telling(gelezen=GELEZEN, ongewijzigd=GELEZEN, zonder_deadline=3)


@pytest.mark.parametrize("naam", ["agenda.csv", "agenda.xlsx", "agenda.docx"])
def test_every_kind_of_file_says_the_same(kring: Kring, tmp_path: Path, naam: str) -> None:
    antwoord = lees_in(kring.pact, schrijf(tmp_path / naam))
    assert (antwoord.telling, antwoord.meldingen) == (NIEUW, [])
    rijen = Actie.objects.filter(pact=kring.pact).order_by("nr")
    lijsten = "De lijsten kloppen – ‘we weten wie er thuis zit’"
    assert [(a.thema.naam, a.nummer_tekst, a.begin, a.deadline) for a in rijen] == [
        (lijsten, "1", date(2026, 10, 1), date(2027, 1, 31)),
        (lijsten, "2", date(2026, 1, 1), date(2028, 7, 31)),
        (lijsten, "3", date(2026, 1, 1), date(2028, 7, 31)),
        ("We vinden elkaar in de keten", "1", date(2026, 10, 1), date(2027, 2, 28)),
        ("We vinden elkaar in de keten", "2", date(2027, 3, 1), date(2027, 5, 31)),
        ("We vinden elkaar in de keten", "3", date(2027, 2, 1), None),
        ("We vinden elkaar in de keten", "4", None, date(2027, 7, 31)),
        ("Voorkomen", "1", None, None),
        ("Voorkomen", "2", None, None),
    ]
    bezoek = rijen[3]
    assert bezoek.periode_tekst == "oktober-november 2026\n\nfebruari 2027"
    assert bezoek.resultaat_verwacht == "Eerst bepalen of het past.\n\nDaarna een werkdag."
    assert bezoek.middelen_soort == Middelsoort.TEKST
    assert (rijen[4].middelen_bedrag, rijen[4].middelen_eenheid) == (Decimal(1500), "per deelnemer")
    assert bezoek.betrokkenen_nakijken
    assert {p.organisatie for p in bezoek.betrokken.all()} == {kring.penvoerder, kring.gemeente}
    assert [a.periode_lezing for a in rijen[7:]] == [Periodelezing.NAKIJKEN, Periodelezing.LEEG]
    assert {a.niveau for a in rijen} == {Niveau.REGIO}
    line = bezoek.geschiedenis.get()
    assert (line.soort, line.versie, line.wijzigingen) == (LogSoort.INGELEZEN, 1, [])


def test_reading_it_again_changes_nothing(kring: Kring, tmp_path: Path) -> None:
    lees_in(kring.pact, schrijf(tmp_path / "agenda.csv"))
    before = alles()
    for naam in ("agenda.csv", "agenda.xlsx", "agenda.docx"):
        antwoord = lees_in(kring.pact, schrijf(tmp_path / naam))
        assert (antwoord.telling, antwoord.meldingen) == (ONGEWIJZIGD, [])
    assert alles() == before


def test_a_trial_writes_nothing(kring: Kring, tmp_path: Path) -> None:
    before = alles()
    antwoord = lees_in(kring.pact, schrijf(tmp_path / "agenda.docx"), proef=True)
    assert antwoord.telling == NIEUW
    assert alles() == before


def test_a_changed_row_changes_its_action(kring: Kring, tmp_path: Path) -> None:
    pad = tmp_path / "agenda.csv"
    lees_in(kring.pact, schrijf(pad))
    antwoord = lees_in(kring.pact, schrijf(pad, wijzig(4, 1, "maart-juni 2027")))
    assert antwoord.telling == ONGEWIJZIGD | {"ongewijzigd": 8, "bijgewerkt": 1}
    studiedag = actie(kring.pact, "Studiedag")
    assert (studiedag.deadline, studiedag.versie) == (date(2027, 6, 30), 2)
    last = studiedag.geschiedenis.first()
    assert last is not None
    assert {w["veld"] for w in last.wijzigingen} == {"periode_tekst", "einde", "deadline"}


def test_a_new_text_keeps_its_number_and_a_new_number_its_text(
    kring: Kring, tmp_path: Path
) -> None:
    """A row put in between numbers the others anew; each activity keeps its own action."""
    pad = tmp_path / "agenda.csv"
    lees_in(kring.pact, schrijf(pad))
    definitie = actie(kring.pact, "Eén definitie afspreken").nr
    rijen = [list(rij) for rij in wijzig(1, 2, "Toegang tot de lijst regelen")]
    rijen[1][0], rijen[2][0], rijen[3][0] = "2", "3", "4"
    rijen.insert(1, ["1", "mei 2027", "Iets nieuws", "", "", ""])
    antwoord = lees_in(kring.pact, schrijf(pad, rijen))
    assert antwoord.telling["nieuw"] == 2  # "Iets nieuws", and a text and number both new
    moved = actie(kring.pact, "Eén definitie afspreken")
    assert (moved.nr, moved.nummer_tekst) == (definitie, "2")


def test_without_numbers_the_text_tells_them_apart(kring: Kring, tmp_path: Path) -> None:
    pad = tmp_path / "agenda.csv"
    kaal = [("", *rij[1:]) if len(rij) > 1 else rij for rij in AGENDA]
    assert lees_in(kring.pact, schrijf(pad, kaal)).telling == NIEUW
    omgekeerd = [kaal[0], *kaal[3:0:-1], *kaal[4:]]
    assert lees_in(kring.pact, schrijf(pad, omgekeerd)).telling == ONGEWIJZIGD


class TestWhatPeopleDid:
    """What people changed on the pages stays as they left it."""

    def lees(self, kring: Kring, pad: Path, rijen: object = AGENDA) -> list[str]:
        return lees_in(kring.pact, schrijf(pad, rijen)).meldingen  # type: ignore[arg-type]

    def wijzig(self, kring: Kring, welke: str, /, **anders: object) -> Actie:
        found = actie(kring.pact, welke)
        inhoud = replace(inhoud_of(found), **anders)  # type: ignore[arg-type]
        return change_actie(actie=found, inhoud=inhoud, inzender=kring.inzender)

    def test_stays_when_the_same_file_is_read(self, kring: Kring, tmp_path: Path) -> None:
        pad = tmp_path / "agenda.csv"
        self.lees(kring, pad)
        self.wijzig(kring, "Eén definitie afspreken", deadline=date(2027, 2, 12))
        self.wijzig(kring, "Studiedag", activiteit="Twee studiedagen", status=Status.LOOPT)
        self.wijzig(kring, "Een maandcijfer maken", thema=kring.themas[0], eigenaar=kring.partner)
        self.wijzig(
            kring,
            "Samen een oordeel geven",
            betrokken=frozenset({kring.partner}),
            betrokkenen_nakijken=False,
        )
        before = alles()
        antwoord = lees_in(kring.pact, schrijf(pad))
        assert antwoord.telling == ONGEWIJZIGD
        assert len(antwoord.meldingen) == 2  # the text and the thema that differ from the file
        assert alles() == before

    def test_a_corrected_period_stays_when_its_text_changes(
        self, kring: Kring, tmp_path: Path
    ) -> None:
        pad = tmp_path / "agenda.csv"
        self.lees(kring, pad)
        self.wijzig(kring, "Eén definitie afspreken", deadline=date(2027, 2, 12))
        meldingen = self.lees(kring, pad, wijzig(0, 1, "okt ‘26 – mrt ‘27"))
        assert any("De data die iemand vaststelde, blijven staan" in m for m in meldingen)
        found = actie(kring.pact, "Eén definitie afspreken")
        assert found.deadline == date(2027, 2, 12)
        assert found.periode_lezing == Periodelezing.GECORRIGEERD
        assert found.periode_tekst == "okt ‘26 – mrt ‘27"

    def test_chosen_parties_stay_when_their_text_changes(
        self, kring: Kring, tmp_path: Path
    ) -> None:
        pad = tmp_path / "agenda.csv"
        self.lees(kring, pad)
        self.wijzig(
            kring,
            "Samen een oordeel geven",
            betrokken=frozenset({kring.partner}),
            betrokkenen_nakijken=False,
        )
        self.lees(kring, pad, wijzig(5, 3, "LP/RMC, mbo"))
        found = actie(kring.pact, "Samen een oordeel geven")
        assert list(found.betrokken.all()) == [kring.partner]
        assert found.betrokkenen_nakijken

    def test_what_the_file_newly_says_goes_in(self, kring: Kring, tmp_path: Path) -> None:
        pad = tmp_path / "agenda.csv"
        self.lees(kring, pad)
        self.wijzig(kring, "Studiedag", resultaat_verwacht="Door een mens geschreven")
        self.lees(kring, pad, wijzig(4, 4, "Nieuw in de agenda"))
        assert actie(kring.pact, "Studiedag").resultaat_verwacht == "Nieuw in de agenda"

    def test_an_empty_cell_takes_away_only_what_a_file_brought(
        self, kring: Kring, tmp_path: Path
    ) -> None:
        pad = tmp_path / "agenda.csv"
        kring.actie(
            activiteit="Studiedag", resultaat_verwacht="Van een mens", deadline=date(2027, 3, 1)
        )
        rijen = [(kring.themas[0].naam,), ("", "", "Studiedag", "", "", "")]
        antwoord = lees_in(kring.pact, schrijf(pad, rijen))
        assert antwoord.telling == telling(gelezen=1, ongewijzigd=1)
        self.lees(kring, pad, [rijen[0], ("", "", "Studiedag", "", "Uit de agenda", "")])
        self.lees(kring, pad, rijen)
        found = actie(kring.pact, "Studiedag")
        assert (found.resultaat_verwacht, found.deadline) == ("", date(2027, 3, 1))


def test_wrong_rows_do_not_hold_up_the_others(kring: Kring, tmp_path: Path) -> None:
    pad = tmp_path / "agenda.csv"
    rijen = [
        ("", "mei 2027", "Zonder thema", "", "", ""),
        *AGENDA,
        ("9", "mei 2027", "x" * 601, "", "", ""),
        ("10", "mei 2027", "", "swv's", "", ""),
        ("11", "mei 2027", "Bel met 123456782", "", "", ""),
        ("12", "mei 2027", "Eén", "", "onzichtbaar \u202e teken", ""),
        ("1", "mei 2027", "Ervaringsdeskundigen inzetten", "", "", ""),
    ]
    antwoord = lees_in(kring.pact, schrijf(pad, rijen))
    assert antwoord.telling == NIEUW | {"gelezen": 15, "fout": 6}
    assert [m.split(":")[0] for m in antwoord.meldingen] == [
        "regel 6, kolom thema",
        *(
            f"regel {regel}, kolom {kolom}"
            for regel, kolom in (
                (30, "activiteit"),
                (31, "activiteit"),
                (32, "activiteit"),
                (33, "toelichting en resultaat"),
                (34, "activiteit"),
            )
        ),
    ]
    assert "negen cijfers" in antwoord.meldingen[3]
    assert not any("123456782" in m for m in antwoord.meldingen)


@pytest.mark.parametrize("codering", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("teken", [";", ",", "\t"])
def test_csv_in_every_shape(kring: Kring, tmp_path: Path, codering: str, teken: str) -> None:
    pad = tmp_path / "agenda.csv"
    tekst = "Uitvoeringsagenda, versie 0.6; concept\r\n\r\n" + als_csv(teken=teken)
    pad.write_bytes(tekst.encode(codering))
    assert lees_in(kring.pact, pad, proef=True).telling == NIEUW


def test_an_unknown_pact_and_a_file_that_is_not_there(kring: Kring, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="geen pact met code bestaat-niet"):
        call_command("import_agenda", str(tmp_path / "a.csv"), pact="bestaat-niet")
    with pytest.raises(CommandError, match="Er is geen bestand"):
        call_command("import_agenda", str(tmp_path / "a.csv"), pact=kring.pact.code)
    with pytest.raises(CommandError, match="geen pact met code bestaat-niet"):
        call_command("acties", pact="bestaat-niet", json=True)


def test_a_long_agenda_takes_no_more_questions(
    kring: Kring, tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    """Rows go in together: what is asked of the database hardly grows with them."""
    pad = tmp_path / "agenda.csv"
    rijen: list[tuple[str, ...]] = []
    for i in range(1000):
        if i % 250 == 0:
            rijen.append((f"Statement over punt {i}",))
        tekst = f"Activiteit {i}"
        rijen.append((str(i % 250 + 1), "maart-mei 2027", tekst, "gemeenten", "Zo.\nEn zo.", "PM"))
    schrijf(pad, rijen)
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        assert lees_in(kring.pact, pad).telling == telling(gelezen=1000, nieuw=1000)
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        assert lees_in(kring.pact, pad).telling == telling(gelezen=1000, ongewijzigd=1000)
    gewijzigd = [(r[0], "juni 2027", *r[2:]) if len(r) > 1 else r for r in rijen]
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        antwoord = lees_in(kring.pact, schrijf(pad, gewijzigd))
    assert antwoord.telling == telling(gelezen=1000, bijgewerkt=1000)
    assert set(Actie.objects.values_list("deadline", "versie")) == {(date(2027, 6, 30), 2)}


def test_the_lists_for_other_programs(kring: Kring, tmp_path: Path) -> None:
    lees_in(kring.pact, schrijf(tmp_path / "agenda.docx"))
    found = actie(kring.pact, "Een netwerk om te bellen")
    change_actie(
        actie=found,
        inhoud=replace(inhoud_of(found), eigenaar=kring.partner),
        inzender=kring.inzender,
    )
    uit = StringIO()
    call_command("pacten", json=True, stdout=uit)
    assert json.loads(uit.getvalue()) == {"code": kring.pact.code, "naam": kring.pact.naam}
    uit = StringIO()
    call_command("acties", pact=kring.pact.code, json=True, stdout=uit)
    lines = [json.loads(line) for line in uit.getvalue().splitlines()]
    assert len(lines) == GELEZEN
    assert lines[6] == {
        "thema": "We vinden elkaar in de keten",
        "nr": "4",
        "activiteit": "Een netwerk om te bellen",
        "begin": None,
        "einde": "2027-07-31",
        "deadline": "2027-07-31",
        "periode_tekst": "uiterlijk einde schooljaar 26-27",
        "eigenaar": str(kring.gemeente),
        "trede": None,
        "status": "nog_niet_begonnen",
        "actie": 7,
    }
    numbered = actie(kring.pact, "Een netwerk om te bellen")
    Actie.objects.filter(pk=numbered.pk).update(nummer_tekst="")
    uit = StringIO()
    call_command("acties", pact=kring.pact.code, json=True, stdout=uit)
    line = json.loads(uit.getvalue().splitlines()[6])
    assert (line["nr"], line["actie"]) == ("", numbered.nr)
