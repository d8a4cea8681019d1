"""The composed pacten of the demo."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from pact.demo import (
    create_demo_pact,
    create_demo_verloop,
    create_landelijk_demo_pact,
    landelijk,
    regionaal,
)
from pact.demo.rijen import first_of, in_time
from pact.indicatoren import GEEN, get_indicator
from pact.keuzes import Middelsoort, Niveau, PactSoort, Periodelezing, Status, Termijn
from pact.matrix import tel
from pact.models import (
    Actie,
    ActieLog,
    AfspraakStand,
    Bewijs,
    Contactmoment,
    LogSoort,
    Pact,
)
from pact.periode import read_periode
from pact.selectors import load_acties
from tests.factories import make_organisatie, make_user
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Rol, Soort

DAYS = [date(2026, 11, 22), date(2027, 1, 4), date(2026, 8, 30), date(2026, 7, 31)]
LEAP_DAY = date(2028, 2, 29)


def compose(*, soorten: list[Soort], seed: int = 1, vandaag: date | None = None) -> Pact:
    lead = make_organisatie(Soort.SWV)
    partners = [make_organisatie(soort) for soort in soorten]
    return create_demo_pact(
        regievoerder=make_user(Rol.REGIEVOERDER, lead),
        organisatie=lead,
        partners=[lead, *partners],
        vandaag=vandaag or timezone.localdate(),
        rng=random.Random(seed),
    )


@pytest.mark.django_db
def test_the_demo_has_something_of_everything() -> None:
    pact = compose(
        soorten=[Soort.GEMEENTE, Soort.SCHOOLBESTUUR, Soort.JEUGDHULP, Soort.JGZ, Soort.LANDELIJK]
    )
    acties = load_acties(pact, peildatum=timezone.localdate())
    telling = tel(acties, peildatum=timezone.localdate())
    assert [thema.naam for thema in pact.themas.all()] == list(regionaal.THEMAS)
    assert telling.totaal == 23
    assert 5 <= telling.te_laat <= 10
    assert telling.zonder_eigenaar >= 3
    assert {a.niveau for a in acties} == set(Niveau)
    assert {a.status for a in acties} == set(Status)
    kept = Actie.objects.filter(pact=pact)
    assert set(kept.values_list("periode_lezing", flat=True)) == set(Periodelezing)
    assert set(kept.values_list("middelen_soort", flat=True)) == set(Middelsoort)
    assert set(kept.values_list("termijn", flat=True)) == set(Termijn)
    assert {"", GEEN, "thuiszitters"} <= set(kept.values_list("indicator", flat=True))
    assert kept.filter(betrokken__isnull=False).exists()
    assert kept.filter(betrokkenen_nakijken=True).exists()
    assert kept.filter(deadline=None, status=Status.LOOPT).exists()
    assert pact.doel
    assert len(pact.lijst_ambities) == 5
    assert pact.versies.count() == 4
    assert pact.partners.filter(convenant_op=None).count() == 0


@pytest.mark.django_db
def test_what_was_done_has_evidence_and_every_line_its_own_day() -> None:
    pact = compose(soorten=[Soort.GEMEENTE, Soort.SCHOOLBESTUUR])
    done = Actie.objects.filter(pact=pact, status=Status.GEDAAN)
    assert done.count() == Bewijs.objects.filter(actie__pact=pact).count() >= 3
    lines = ActieLog.objects.filter(actie__pact=pact)
    assert set(lines.values_list("soort", flat=True)) >= {
        LogSoort.TOEGEVOEGD,
        LogSoort.UPDATE,
        LogSoort.ANTWOORD,
        LogSoort.GEWIJZIGD,
    }
    assert not lines.filter(op__date__gte=timezone.localdate()).exists()
    assert not lines.filter(op__date__lt=pact.begin).exists()
    assert not lines.filter(op__week_day__in=[1, 7]).exists()
    for bewijs in Bewijs.objects.filter(actie__pact=pact):
        assert bewijs.op == bewijs.actie.geschiedenis.get(bewijs=bewijs).op
    for actie in Actie.objects.filter(pact=pact):
        newest = actie.geschiedenis.order_by("-op").first()
        assert newest is not None
        assert actie.gewijzigd_op == newest.op
        ordered = list(actie.geschiedenis.order_by("pk").values_list("op", flat=True))
        assert ordered == sorted(ordered)


@pytest.mark.django_db
def test_the_demo_works_without_partners_and_on_a_leap_day() -> None:
    pact = compose(soorten=[], vandaag=LEAP_DAY)
    assert pact.acties.filter(deadline__lt=LEAP_DAY).exists()


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_dates_and_owners() -> None:
    def shape(seed: int) -> list[tuple[object, ...]]:
        pact = compose(soorten=[Soort.GEMEENTE, Soort.GEMEENTE, Soort.SCHOOL], seed=seed)
        soorten = {o.pk: o.soort for o in Organisatie.objects.filter(partnerschappen__pact=pact)}
        return [
            (
                a.nr,
                a.deadline,
                soorten[a.eigenaar.organisatie_id] if a.eigenaar else None,
                [*a.geschiedenis.values_list("op", "tekst")],
            )
            for a in pact.acties.select_related("eigenaar")
        ]

    assert shape(4) == shape(4)
    assert shape(4) != shape(5)


@pytest.mark.django_db
def test_the_national_pact_is_clearly_invented() -> None:
    lead = make_organisatie(Soort.LANDELIJK)
    pact = create_landelijk_demo_pact(
        regievoerder=make_user(Rol.REGIEVOERDER, lead),
        organisatie=lead,
        partners=[make_organisatie(Soort.LANDELIJK)],
        vandaag=timezone.localdate(),
        rng=random.Random(1),
    )
    assert (pact.soort, pact.regio) == (PactSoort.LANDELIJK, "")
    assert "voorbeeld" in pact.naam
    assert pact.acties.count() == len(landelijk.RIJEN)
    assert {a.niveau for a in load_acties(pact, peildatum=timezone.localdate())} == set(Niveau)


@pytest.mark.parametrize("vandaag", [*DAYS, LEAP_DAY])
@pytest.mark.parametrize("agenda", [regionaal, landelijk])
def test_on_any_day_the_texts_are_read_as_they_are_meant(agenda: object, vandaag: date) -> None:
    rijen = agenda.RIJEN  # type: ignore[attr-defined]
    begin = first_of(vandaag, -14)
    einde = date(begin.year + 3, 7, 31)
    read = [
        read_periode(in_time(rij.periode, vandaag), pact_begin=begin, pact_einde=einde)
        for rij in rijen
    ]
    assert all(p.deadline is None or p.deadline >= begin for p in read)
    assert sum(p.lezing == Periodelezing.GELEZEN for p in read) >= len(rijen) - 6
    assert sum(p.deadline is not None and p.deadline < vandaag for p in read) >= 3
    for rij in rijen:
        assert all(timedelta(days=stap.geleden) < vandaag - begin for stap in rij.stappen)
        assert not rij.indicator or rij.indicator == GEEN or get_indicator(rij.indicator)
        assert 0 <= rij.thema < len(agenda.THEMAS)  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
def test_meetings_contacts_and_a_report_of_the_demo() -> None:
    codes = {
        "9101": Soort.GEMEENTE,
        "99502": Soort.OVERIG,
        "99301": Soort.JGZ,
        "99102": Soort.SCHOOLBESTUUR,
        "99503": Soort.OVERIG,
    }
    lead = make_organisatie(Soort.OVERIG)
    regievoerder = make_user(Rol.REGIEVOERDER, lead)
    partners = [make_organisatie(soort, code=code) for code, soort in codes.items()]
    for partner in partners:
        make_user(Rol.PARTNER, partner)
    today = timezone.localdate()
    pact = create_demo_pact(
        regievoerder=regievoerder,
        organisatie=lead,
        partners=partners,
        vandaag=today,
        rng=random.Random(1),
    )
    create_demo_verloop(pact=pact, regievoerder=regievoerder, vandaag=today)
    first, second, planned = pact.overleggen.order_by("datum")
    assert [o.status for o in (first, second, planned)] == ["vastgesteld", "gehouden", "gepland"]
    assert first.datum < second.datum < today < planned.datum
    assert all(o.datum.weekday() < 5 for o in (first, second, planned))
    assert not first.agendapunten.filter(
        weggelaten=False, actie__deadline__gte=first.datum
    ).exists()
    carried = planned.agendapunten.filter(afspraak__isnull=False, weggelaten=False)
    assert set(carried.values_list("afspraak__status", flat=True)) == {"open"}
    assert carried.count() == pact.afspraken.filter(status="open").count() >= 3
    assert pact.afspraken.filter(status="gedaan").exists()
    assert AfspraakStand.objects.filter(afspraak__pact=pact, op__date=second.datum).count() == 3
    assert second.deelnames.filter(aanwezigheid="afgemeld").exists()
    spoken = Contactmoment.objects.filter(partner__pact=pact)
    assert spoken.filter(op__gte=today - timedelta(days=7)).exists()
    assert spoken.filter(op__lt=today - timedelta(days=7)).exists()
    vraag = pact.bouwsteenvragen.get()
    assert set(vraag.bouwstenen.values_list("geen", flat=True)) == {True, False}
    assert bytes(pact.rapportages.get().pdf[:4]) == b"%PDF"
