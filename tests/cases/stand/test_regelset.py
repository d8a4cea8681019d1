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
    uitleg = bereken_stand(kind(), nieuw, date(2026, 11, 21)).uitleg
    assert any("operator_4w = >, goede_vrijdag_vrij = nee" in zin for zin in uitleg)
