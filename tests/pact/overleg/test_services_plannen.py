"""Planning a meeting, and its agenda."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import (
    Aanwezigheid,
    AfspraakStatus,
    OverlegSoort,
    OverlegStatus,
    PartnerRol,
    PuntSoort,
    Status,
)
from pact.models import Overleg
from pact.services.overleg import (
    Genodigden,
    add_punt,
    add_stand,
    cancel_overleg,
    change_overleg,
    create_overleg,
    move_punt,
    plan_next,
    rebuild_agenda,
    remove_punt,
    restore_punt,
    resume_overleg,
    save_punt,
)
from pact.services.partners import add_partner, end_partner
from tests.factories import make_organisatie
from tests.pact.hulp import Kring
from tests.pact.overleg.hulp import (
    everybody_there,
    gegevens,
    hold,
    make_afspraak,
    make_overleg,
)
from thuiszitters.accounts.models import Lidmaatschap
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.audit.models import AuditRegel

pytestmark = pytest.mark.usefixtures("monday")


def soorten(overleg: Overleg) -> list[str]:
    return [p.soort for p in overleg.agendapunten.all() if not p.weggelaten]


def nummers(overleg: Overleg) -> list[int]:
    points = overleg.agendapunten.filter(afspraak__isnull=False, weggelaten=False)
    return [p.afspraak.nr for p in points if p.afspraak]


def test_the_agenda_is_built_from_what_is_open(kring: Kring) -> None:
    first = make_overleg(kring, dagen=-30)
    open_one, done = make_afspraak(kring, first), make_afspraak(kring, first, tekst="Bellen")
    hold(kring, first)
    add_stand(afspraak=done, status=AfspraakStatus.GEDAAN, opmerking="", inzender=kring.inzender)
    late = kring.actie(dagen=-3)
    rung = kring.actie(dagen=30)
    type(rung).objects.filter(pk=rung.pk).update(trede="aanspreken")
    kring.actie(dagen=30)
    kring.actie(dagen=-3, status=Status.GEDAAN)
    second = make_overleg(kring)
    assert soorten(second) == ["vaststellen", "afspraak", "actie", "actie", "rondvraag", "volgend"]
    assert nummers(second) == [open_one.nr]
    about = second.agendapunten.filter(actie__isnull=False).order_by("volgorde")
    assert [p.actie_id for p in about] == [late.pk, rung.pk]
    assert second.vorige == first


def test_building_again_adds_only_what_is_new(kring: Kring) -> None:
    kring.actie(dagen=-3)
    overleg = make_overleg(kring)
    own = add_punt(overleg=overleg, titel="Monitor", toelichting="", inzender=kring.inzender)
    move_punt(punt=own, richting="op", blok=False, inzender=kring.inzender)
    gone = overleg.agendapunten.get(soort=PuntSoort.ACTIE)
    remove_punt(punt=gone, inzender=kring.inzender)
    before = list(overleg.agendapunten.values_list("pk", "volgorde"))
    assert rebuild_agenda(overleg=overleg, inzender=kring.inzender) == 0
    assert list(overleg.agendapunten.values_list("pk", "volgorde")) == before
    kring.actie(dagen=-1)
    assert rebuild_agenda(overleg=overleg, inzender=kring.inzender) == 1
    assert soorten(overleg).count("actie") == 1
    restore_punt(punt=gone, inzender=kring.inzender)
    assert soorten(overleg).count("actie") == 2


def test_an_own_point_goes_and_one_with_minutes_stays(kring: Kring) -> None:
    overleg = make_overleg(kring)
    own = add_punt(overleg=overleg, titel="Monitor", toelichting="", inzender=kring.inzender)
    with pytest.raises(ValidationError, match="staat al op de agenda"):
        add_punt(overleg=overleg, titel=" Monitor ", toelichting="", inzender=kring.inzender)
    save_punt(punt=own, besproken="Veel", besluit="", inzender=kring.inzender)
    with pytest.raises(ValidationError, match="al een verslag"):
        remove_punt(punt=own, inzender=kring.inzender)
    save_punt(punt=own, besproken="", besluit="", inzender=kring.inzender)
    remove_punt(punt=own, inzender=kring.inzender)
    assert "eigen" not in soorten(overleg)


def test_a_form_sent_twice_makes_one_meeting(kring: Kring) -> None:
    by = Inzender(door=kring.regievoerder, namens=kring.penvoerder, sleutel=uuid4())
    create_overleg(pact=kring.pact, gegevens=gegevens(), genodigden=Genodigden(), inzender=by)
    with pytest.raises(AlGedaan) as done:
        create_overleg(pact=kring.pact, gegevens=gegevens(), genodigden=Genodigden(), inzender=by)
    assert done.value.nr == 1
    assert Overleg.objects.count() == 1


@pytest.mark.parametrize(
    ("extra", "veld"),
    [
        ({"begintijd": time(15), "eindtijd": time(14)}, "eindtijd"),
        ({"begintijd": time(15), "eindtijd": time(15)}, "eindtijd"),
        ({"begintijd": None, "eindtijd": time(15)}, "begintijd"),
        ({"plaats": "kamer 123456782"}, "plaats"),
        ({"titel": "Over 123456782"}, "titel"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    kring: Kring, extra: dict[str, Any], veld: str
) -> None:
    with pytest.raises(ValidationError) as wrong:
        create_overleg(
            pact=kring.pact,
            gegevens=gegevens(**extra),
            genodigden=Genodigden(),
            inzender=kring.inzender,
        )
    assert list(wrong.value.message_dict) == [veld]
    assert not Overleg.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        Genodigden(gasten=["Inspecteur, Inspectie", "inspecteur,  inspectie"]),
        Genodigden(gasten=["kind 123456782"]),
        Genodigden(gasten=["x" * 121]),
    ],
)
def test_a_guest_twice_is_refused(kring: Kring, asked: Genodigden) -> None:
    with pytest.raises(ValidationError) as wrong:
        create_overleg(
            pact=kring.pact, gegevens=gegevens(), genodigden=asked, inzender=kring.inzender
        )
    assert list(wrong.value.message_dict) == ["gasten"]


def test_only_people_of_the_pact_are_asked_and_nobody_twice(
    kring: Kring, andere_kring: Kring
) -> None:
    for users in ([andere_kring.deelnemer], [kring.deelnemer, kring.deelnemer]):
        with pytest.raises(ValidationError) as wrong:
            create_overleg(
                pact=kring.pact,
                gegevens=gegevens(),
                genodigden=Genodigden(users=users),
                inzender=kring.inzender,
            )
        assert list(wrong.value.message_dict) == ["deelnemers"]


def test_a_change_counts_and_a_stale_one_changes_nothing(kring: Kring) -> None:
    overleg = make_overleg(kring)
    by = Inzender(door=kring.regievoerder, namens=kring.penvoerder, versie=1)
    later = gegevens(timezone.localdate() + timedelta(days=1))
    saved = change_overleg(overleg=overleg, gegevens=later, genodigden=None, inzender=by)
    assert saved.versie == 2
    with pytest.raises(VerouderdeVersie):
        change_overleg(overleg=overleg, gegevens=gegevens(), genodigden=None, inzender=by)
    again = change_overleg(overleg=overleg, gegevens=later, genodigden=None, inzender=by)
    assert (again.versie, again.datum) == (2, later.datum)


def test_what_is_called_off_hands_its_afspraken_on(kring: Kring) -> None:
    first = make_overleg(kring, dagen=-30)
    afspraak = make_afspraak(kring, first)
    hold(kring, first)
    second, third = make_overleg(kring, dagen=1), make_overleg(kring, dagen=9)
    third.agendapunten.filter(afspraak__isnull=False).delete()
    gone = cancel_overleg(overleg=second, inzender=kring.inzender)
    assert (gone.status, gone.versie) == (OverlegStatus.VERVALLEN, 2)
    assert nummers(third) == [afspraak.nr]
    back = resume_overleg(overleg=second, inzender=kring.inzender)
    assert (back.status, back.versie) == (OverlegStatus.GEPLAND, 3)
    with pytest.raises(ValidationError, match="gehouden"):
        cancel_overleg(overleg=first, inzender=kring.inzender)


def test_the_next_moment_is_the_same_meeting_later(kring: Kring) -> None:
    overleg = make_overleg(kring, gasten=("inspecteur, Inspectie",), soort=OverlegSoort.STUURGROEP)
    day = overleg.datum + timedelta(days=21)
    made = plan_next(overleg=overleg, datum=day, begintijd=None, inzender=kring.inzender)
    assert (made.soort, made.plaats, made.begintijd) == ("stuurgroep", "Stadhuis", time(15))
    assert made.deelnames.count() == 3
    assert made.vorige == overleg
    with pytest.raises(ValidationError):
        plan_next(overleg=overleg, datum=overleg.datum, begintijd=None, inzender=kring.inzender)


class TestPartnerStopt:
    def asked(self, overleg: Overleg) -> set[str]:
        return {d.gast or str(d.user) for d in overleg.deelnames.select_related("user")}

    def test_its_people_are_off_what_comes_and_stay_on_what_was(self, kring: Kring) -> None:
        held = make_overleg(kring, dagen=-30)
        hold(kring, held)
        forgotten = make_overleg(kring, dagen=-3)
        going_on = make_overleg(kring)
        everybody_there(kring, going_on)
        later_today = make_overleg(kring)
        called_off = make_overleg(kring, dagen=5)
        cancel_overleg(overleg=called_off, inzender=kring.inzender)
        coming = make_overleg(kring, dagen=9, gasten=("inspecteur, Inspectie",))
        coming.deelnames.filter(user=kring.deelnemer).update(aanwezigheid=Aanwezigheid.AFGEMELD)
        end_partner(partner=kring.partner, inzender=kring.inzender)
        who, lead = str(kring.deelnemer), str(kring.regievoerder)
        for overleg in (held, forgotten, going_on):
            assert self.asked(overleg) == {lead, who}
        for overleg in (later_today, called_off):
            assert self.asked(overleg) == {lead}
        assert self.asked(coming) == {lead, "inspecteur, Inspectie"}
        assert AuditRegel.objects.filter(gebeurtenis="genodigden gewijzigd").count() == 3

    def test_who_speaks_for_another_partner_too_comes_for_that_one(self, kring: Kring) -> None:
        school = make_organisatie(Soort.SCHOOL)
        other = add_partner(
            pact=kring.pact,
            organisatie=school,
            rol=PartnerRol.ONDERTEKENAAR,
            inzender=kring.inzender,
        )
        Lidmaatschap.objects.create(
            user=kring.deelnemer, organisatie=school, rol=Rol.PARTNER, van=timezone.localdate()
        )
        coming = make_overleg(kring, dagen=9)
        end_partner(partner=kring.partner, inzender=kring.inzender)
        assert coming.deelnames.get(user=kring.deelnemer).partner == other
