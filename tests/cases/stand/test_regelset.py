from datetime import date

import pytest

from cases.stand import (
    LANDELIJK,
    NaAanbod,
    OngeldigeRegel,
    Operator,
    Regelset,
    StoptBij,
    Telwijze,
    bereken_stand,
)
from cases.stand.regelset import Jaardag
from tests.cases.stand.feiten import kind


def test_the_national_rules() -> None:
    assert Regelset() == LANDELIJK
    assert LANDELIJK.naam == "landelijk"
    assert LANDELIJK.geldig_tot is None
    assert LANDELIJK.telwijze_4w is Telwijze.KALENDER
    assert LANDELIJK.operator_4w is Operator.OF_LANGER
    assert LANDELIJK.samenvoegen_schooldagen == 0
    assert LANDELIJK.geoorloofd_overbrugt is False
    assert LANDELIJK.stopt_bij is StoptBij.GESTART
    assert LANDELIJK.na_aanbod is NaAanbod.TELT_DOOR
    assert LANDELIJK.goede_vrijdag_vrij
    assert LANDELIJK.bevrijdingsdag_vrij
    assert LANDELIJK.afwijkingen() == ()


def test_the_national_signals() -> None:
    assert LANDELIJK.uren_preventie == 12
    assert LANDELIJK.uren_melding
    assert LANDELIJK.ziek_meldingen == 4
    assert LANDELIJK.ziek_weken == 12
    assert LANDELIJK.ziek_schooldagen == 7
    assert LANDELIJK.av_signaal
    assert LANDELIJK.av_respijt_tot == Jaardag(1, 10)


@pytest.mark.parametrize(
    ("regel", "veld", "waarde"),
    [
        ("telwijze_4w=schooldagen", "telwijze_4w", Telwijze.SCHOOLDAGEN),
        ("operator_4w=>", "operator_4w", Operator.LANGER_DAN),
        ("operator_4w=>=", "operator_4w", Operator.OF_LANGER),
        ("operator=>", "operator_4w", Operator.LANGER_DAN),
        ("samenvoegen_schooldagen=2", "samenvoegen_schooldagen", 2),
        ("geoorloofd_overbrugt=ja", "geoorloofd_overbrugt", True),
        ("geoorloofd_overbrugt=False", "geoorloofd_overbrugt", False),
        ("stopt_bij=geaccepteerd", "stopt_bij", StoptBij.GEACCEPTEERD),
        ("na_aanbod=opnieuw", "na_aanbod", NaAanbod.OPNIEUW),
        (" goede_vrijdag_vrij = nee ", "goede_vrijdag_vrij", False),
        ("goede_vrijdag=0", "goede_vrijdag_vrij", False),
        ("bevrijdingsdag=nee", "bevrijdingsdag_vrij", False),
        ("uren_preventie=0", "uren_preventie", 0),
        ("uren_preventie=15", "uren_preventie", 15),
        ("uren_melding=nee", "uren_melding", False),
        ("ziek_meldingen=3", "ziek_meldingen", 3),
        ("ziek_weken=10", "ziek_weken", 10),
        ("ziek_schooldagen=0", "ziek_schooldagen", 0),
        ("av_signaal=nee", "av_signaal", False),
        ("av_respijt_tot=15-9", "av_respijt_tot", Jaardag(15, 9)),
        ("av_respijt_tot=nee", "av_respijt_tot", None),
        ("av_respijt_tot=0", "av_respijt_tot", None),
    ],
)
def test_one_setting_is_read(regel: str, veld: str, waarde: object) -> None:
    nieuw = LANDELIJK.met(regel)
    assert getattr(nieuw, veld) == waarde
    assert type(getattr(nieuw, veld)) is type(waarde)
    assert nieuw.naam == "landelijk"
    assert Regelset() == LANDELIJK


@pytest.mark.parametrize(
    ("regel", "zin"),
    [
        ("telwijze_4w", "naam=waarde"),
        ("telwijze=kalender", 'regel "telwijze" bestaat niet'),
        ("naam=eigen", 'regel "naam" bestaat niet'),
        ("telwijze_4w=lesuren", "kies uit kalender, schooldagen"),
        ("operator_4w=<", "kies uit >=, >"),
        ("samenvoegen_schooldagen=-1", "heel getal van 0 tot en met 366"),
        ("samenvoegen_schooldagen=400", "heel getal"),
        ("samenvoegen_schooldagen=" + "9" * 5000, "heel getal"),
        ("samenvoegen_schooldagen=", "heel getal"),
        ("geoorloofd_overbrugt=misschien", "kies uit ja, nee"),
        ("uren_preventie=16", "heel getal van 0 tot en met 15"),
        ("uren_preventie=nee", "heel getal van 0 tot en met 15"),
        ("ziek_weken=0", "heel getal van 1 tot en met 52"),
        ("av_respijt_tot=1-8", "een dag na 1 augustus als 1-10, of nee"),
        ("av_respijt_tot=31-9", "een dag na 1 augustus"),
        ("av_respijt_tot=1-1", "een dag na 1 augustus"),
        ("av_respijt_tot=oktober", "een dag na 1 augustus"),
        ("av_respijt_tot=" + "9" * 5000 + "-1", "een dag na 1 augustus"),
    ],
)
def test_a_wrong_setting_says_what_is_possible(regel: str, zin: str) -> None:
    with pytest.raises(OngeldigeRegel, match=zin.replace("(", r"\(")):
        LANDELIJK.met(regel)


def test_a_later_setting_wins_and_several_can_be_given() -> None:
    nieuw = LANDELIJK.met("stopt_bij=gedaan", "operator=>", "stopt_bij=geaccepteerd")
    assert nieuw == Regelset(operator_4w=Operator.LANGER_DAN, stopt_bij=StoptBij.GEACCEPTEERD)


def test_the_explanation_names_every_setting_that_is_not_national() -> None:
    nieuw = LANDELIJK.met("operator_4w=>", "goede_vrijdag_vrij=nee")
    assert nieuw.afwijkingen() == ("operator_4w = >", "goede_vrijdag_vrij = nee")
    signalen = LANDELIJK.met("av_respijt_tot=nee", "ziek_weken=8")
    assert signalen.afwijkingen() == ("ziek_weken = 8", "av_respijt_tot = nee")
    assert LANDELIJK.met("av_respijt_tot=15-9").afwijkingen() == ("av_respijt_tot = 15-9",)
    uitleg = bereken_stand(kind(), nieuw, date(2026, 11, 21)).uitleg
    assert any("operator_4w = >, goede_vrijdag_vrij = nee" in zin for zin in uitleg)


def test_the_settings_are_written_as_they_are_read() -> None:
    nieuw = LANDELIJK.met("operator_4w=>", "av_respijt_tot=nee", "ziek_meldingen=0")
    written = nieuw.instellingen()
    assert written == {"operator_4w": ">", "ziek_meldingen": "0", "av_respijt_tot": "nee"}
    assert LANDELIJK.met(*(f"{naam}={waarde}" for naam, waarde in written.items())) == nieuw
    assert LANDELIJK.instellingen() == {}
