"""What is written during a meeting, what was agreed, and the minutes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import Aanwezigheid, AfspraakStatus, OverlegStatus, PuntSoort
from pact.models import Afspraak, AfspraakStand, Overleg
from pact.selectors.overleg import afspraken_of
from pact.selectors.verslag import minutes_of, verslag_of
from pact.services.overleg import (
    AfspraakInhoud,
    VerslagStaatVast,
    add_opmerking,
    add_punt,
    add_stand,
    add_standpunt,
    adopt_verslag,
    change_afspraak,
    change_standpunt,
    close_overleg,
    create_afspraak,
    merk_of,
    save_aanwezigheid,
    save_punt,
    save_tekst,
    send_verslag,
)
from pact.services.partners import end_partner
from tests.pact.hulp import Kring
from tests.pact.overleg.hulp import (
    deelnemer_of,
    everybody_there,
    hold,
    make_afspraak,
    make_overleg,
)
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.registry import context_for
from thuiszitters.berichten.rendering import render
from thuiszitters.pdf import render_pdf

pytestmark = pytest.mark.usefixtures("monday")


def at(kring: Kring, versie: int) -> Inzender:
    return Inzender(door=kring.regievoerder, namens=kring.penvoerder, versie=versie)


def test_a_stale_text_overwrites_nothing(kring: Kring) -> None:
    overleg = make_overleg(kring)
    punt = add_punt(overleg=overleg, titel="Monitor", toelichting="", inzender=kring.inzender)
    opened = merk_of(["", ""])
    save_punt(punt=punt, besproken="Eerste", besluit="", inzender=at(kring, opened))
    with pytest.raises(VerouderdeVersie) as stale:
        save_punt(punt=punt, besproken="Tweede", besluit="", inzender=at(kring, opened))
    punt.refresh_from_db()
    assert punt.besproken == "Eerste"
    # The same words are no conflict, and whoever read the first may save over it.
    save_punt(punt=punt, besproken="Eerste\r\n", besluit="", inzender=at(kring, opened))
    save_punt(punt=punt, besproken="Tweede", besluit="", inzender=at(kring, stale.value.versie))
    punt.refresh_from_db()
    assert punt.besproken == "Tweede"


@pytest.mark.parametrize("tekst", ["Het ging over 123456782.", "x" * 5001])
def test_a_text_that_cannot_stand_there_is_refused(kring: Kring, tekst: str) -> None:
    overleg = make_overleg(kring)
    for veld in ("inleiding", "afsluiting"):
        with pytest.raises(ValidationError) as wrong:
            save_tekst(overleg=overleg, veld=veld, tekst=tekst, inzender=kring.inzender)
        assert list(wrong.value.message_dict) == [veld]


def test_two_people_write_down_who_is_there(kring: Kring) -> None:
    overleg = make_overleg(kring)
    one, two = overleg.deelnames.order_by("pk")
    asked, there, away = Aanwezigheid.GENODIGD, Aanwezigheid.AANWEZIG, Aanwezigheid.AFGEMELD
    first = {one.pk: (asked, there), two.pk: (asked, asked)}
    assert save_aanwezigheid(overleg=overleg, keuzes=first, inzender=kring.inzender) == 1
    other = {one.pk: (asked, asked), two.pk: (asked, away)}
    assert save_aanwezigheid(overleg=overleg, keuzes=other, inzender=kring.inzender) == 1
    with pytest.raises(VerouderdeVersie):
        save_aanwezigheid(overleg=overleg, keuzes={one.pk: (asked, away)}, inzender=kring.inzender)
    assert [d.aanwezigheid for d in overleg.deelnames.order_by("pk")] == ["aanwezig", "afgemeld"]


def test_a_partner_speaks_once(kring: Kring, andere_kring: Kring) -> None:
    overleg = make_overleg(kring)
    said = add_standpunt(
        overleg=overleg, partner=kring.partner, tekst="Wij ook", inzender=kring.inzender
    )
    again = add_standpunt(
        overleg=overleg, partner=kring.partner, tekst=f"{said.tekst} ", inzender=kring.inzender
    )
    assert again == said, "a form sent again after a lost answer"
    for partner, tekst in (
        (kring.partner, "Nog eens"),
        (andere_kring.partner, "Hallo"),
        (kring.partner, " "),
    ):
        with pytest.raises(ValidationError):
            add_standpunt(overleg=overleg, partner=partner, tekst=tekst, inzender=kring.inzender)
    with pytest.raises(ValidationError, match="leeg"):
        change_standpunt(standpunt=said, tekst=" ", inzender=kring.inzender)
    assert overleg.standpunten.get().tekst == "Wij ook"


class TestAfspraken:
    def test_it_comes_back_until_it_is_done(self, kring: Kring) -> None:
        first = make_overleg(kring, dagen=-60)
        second = make_overleg(kring, dagen=-30)
        afspraak = make_afspraak(kring, first)
        on_agenda = second.agendapunten.filter(afspraak=afspraak)
        assert not on_agenda.exists(), "the meeting is still going on"
        hold(kring, first)
        assert on_agenda.count() == 1
        add_stand(
            afspraak=afspraak,
            status=AfspraakStatus.OPEN,
            opmerking="Het gesprek was er nog niet.",
            inzender=kring.inzender,
            overleg=second,
        )
        third = make_overleg(kring)
        hold(kring, second)
        assert third.agendapunten.filter(afspraak=afspraak).count() == 1
        add_stand(
            afspraak=afspraak,
            status=AfspraakStatus.GEDAAN,
            opmerking="Rond.",
            inzender=kring.inzender,
            overleg=third,
        )
        hold(kring, third)
        fourth = make_overleg(kring, dagen=30)
        assert not fourth.agendapunten.filter(afspraak=afspraak).exists()
        afspraak.refresh_from_db()
        assert (afspraak.status, afspraak.gedaan_op) == ("gedaan", third.datum)
        said = afspraak.standen.values_list("overleg__nr", "status", "opmerking")
        assert list(said) == [
            (second.nr, "open", "Het gesprek was er nog niet."),
            (third.nr, "gedaan", "Rond."),
        ]

    def test_reopened_it_is_on_the_next_agenda(self, kring: Kring) -> None:
        first = make_overleg(kring, dagen=-30)
        afspraak = make_afspraak(kring, first)
        hold(kring, first)
        done, again = AfspraakStatus.GEDAAN, AfspraakStatus.OPEN
        add_stand(afspraak=afspraak, status=done, opmerking="", inzender=kring.inzender)
        following = make_overleg(kring, dagen=5)
        assert not following.agendapunten.filter(afspraak=afspraak).exists()
        add_stand(afspraak=afspraak, status=again, opmerking="", inzender=kring.inzender)
        assert following.agendapunten.filter(afspraak=afspraak).exists()

    @pytest.mark.parametrize("veld", ["tekst", "eigenaar", "uiterlijk", "nummer", "ander"])
    def test_what_cannot_be_agreed_is_refused_at_its_field(
        self, kring: Kring, andere_kring: Kring, veld: str
    ) -> None:
        overleg = make_overleg(kring)
        wrong: dict[str, tuple[str, dict[str, object]]] = {
            "tekst": ("tekst", {"tekst": " \n "}),
            "eigenaar": ("eigenaar", {"eigenaar": None}),
            "uiterlijk": ("uiterlijk", {"uiterlijk": overleg.datum - timedelta(days=1)}),
            "nummer": ("tekst", {"tekst": "Bel 123456782"}),
            "ander": ("mede", {"mede": [andere_kring.partner]}),
        }
        name, extra = wrong[veld]
        with pytest.raises(ValidationError) as refused:
            make_afspraak(kring, overleg, **extra)
        assert list(refused.value.message_dict) == [name]
        assert not Afspraak.objects.exists()

    def test_a_partner_that_left_gets_nothing_new_and_keeps_what_it_had(self, kring: Kring) -> None:
        overleg = make_overleg(kring)
        afspraak = make_afspraak(kring, overleg)
        end_partner(partner=kring.partner, inzender=kring.inzender)
        kring.partner.refresh_from_db()
        with pytest.raises(ValidationError) as refused:
            make_afspraak(kring, overleg)
        assert list(refused.value.message_dict) == ["eigenaar"]
        inhoud = AfspraakInhoud(tekst="Andere woorden", eigenaar=kring.partner)
        changed = change_afspraak(afspraak=afspraak, inhoud=inhoud, inzender=kring.inzender)
        assert (changed.tekst, changed.eigenaar) == ("Andere woorden", kring.partner)

    def test_a_form_sent_twice_makes_one(self, kring: Kring) -> None:
        overleg = make_overleg(kring)
        by = Inzender(door=kring.regievoerder, namens=kring.penvoerder, sleutel=uuid4())
        inhoud = AfspraakInhoud(tekst="Bellen", eigenaar=kring.partner, mede=[kring.partner])
        made = create_afspraak(overleg=overleg, inhoud=inhoud, inzender=by)
        with pytest.raises(AlGedaan):
            create_afspraak(overleg=overleg, inhoud=inhoud, inzender=by)
        assert not made.mede_eigenaren.exists(), "who leads is not beside itself"

    def test_its_history_is_added_to_and_never_doubled(self, kring: Kring) -> None:
        overleg = make_overleg(kring, dagen=-3)
        afspraak = make_afspraak(kring, overleg)
        hold(kring, overleg)
        said = add_stand(
            afspraak=afspraak,
            status=AfspraakStatus.OPEN,
            opmerking="Loopt",
            inzender=deelnemer_of(kring),
        )
        same = add_stand(
            afspraak=afspraak,
            status=AfspraakStatus.OPEN,
            opmerking="Loopt",
            inzender=deelnemer_of(kring),
        )
        assert same == said
        for status, opmerking in (("open", ""), ("vervallen", ""), ("open", "Bel 123456782")):
            with pytest.raises(ValidationError) as refused:
                add_stand(
                    afspraak=afspraak,
                    status=AfspraakStatus(status),
                    opmerking=opmerking,
                    inzender=kring.inzender,
                )
            assert list(refused.value.message_dict) == ["opmerking"]
        with pytest.raises(VerouderdeVersie):
            add_stand(
                afspraak=afspraak,
                status=AfspraakStatus.GEDAAN,
                opmerking="",
                inzender=at(kring, 1),
            )
        inhoud = AfspraakInhoud(
            tekst=afspraak.tekst, eigenaar=kring.partner, uiterlijk=timezone.localdate()
        )
        change_afspraak(afspraak=afspraak, inhoud=inhoud, inzender=kring.inzender)
        assert "(was: leeg)" in afspraak.standen.last().opmerking  # type: ignore[union-attr]
        assert AfspraakStand.objects.count() == 2

    def test_partners_see_it_once_the_meeting_is_closed(self, kring: Kring) -> None:
        overleg = make_overleg(kring)
        make_afspraak(kring, overleg)
        assert not afspraken_of(kring.pact, leidt=False).exists()
        assert afspraken_of(kring.pact, leidt=True).exists()
        hold(kring, overleg)
        assert afspraken_of(kring.pact, leidt=False).exists()


class TestVerslag:
    def agreed(self, kring: Kring) -> Overleg:
        overleg = make_overleg(kring, gasten=("inspecteur, Inspectie",))
        make_afspraak(kring, overleg)
        everybody_there(kring, overleg)
        return adopt_verslag(overleg=overleg, inzender=kring.inzender)

    def test_a_meeting_is_closed_when_it_was_and_somebody_was_there(self, kring: Kring) -> None:
        for overleg, words in (
            (make_overleg(kring, dagen=1), "nog niet geweest"),
            (make_overleg(kring), "wie er aanwezig"),
        ):
            with pytest.raises(ValidationError, match=words):
                close_overleg(overleg=overleg, inzender=kring.inzender)
            with pytest.raises(ValidationError, match=words):
                adopt_verslag(overleg=overleg, inzender=kring.inzender)

    def test_agreed_minutes_do_not_change(self, kring: Kring) -> None:
        overleg = self.agreed(kring)
        kept = overleg.verslag
        assert kept is not None
        afspraak = overleg.afspraken.get()
        punt = overleg.agendapunten.get(soort=PuntSoort.VOLGEND)
        by = kring.inzender
        for act in (
            lambda: save_punt(punt=punt, besproken="Nog iets", besluit="", inzender=by),
            lambda: save_tekst(overleg=overleg, veld="inleiding", tekst="x", inzender=by),
            lambda: make_afspraak(kring, overleg),
            lambda: add_punt(overleg=overleg, titel="x", toelichting="", inzender=by),
            lambda: add_stand(
                afspraak=afspraak,
                status=AfspraakStatus.GEDAAN,
                opmerking="",
                inzender=by,
                overleg=overleg,
            ),
            lambda: add_standpunt(overleg=overleg, partner=kring.partner, tekst="x", inzender=by),
        ):
            with pytest.raises(VerslagStaatVast):
                act()
        inhoud = AfspraakInhoud(tekst="Iets anders", eigenaar=kring.partner)
        with pytest.raises(ValidationError) as refused:
            change_afspraak(afspraak=afspraak, inhoud=inhoud, inzender=by)
        assert list(refused.value.message_dict) == ["tekst"]
        kring.gemeente.naam = "Een andere naam"
        kring.gemeente.save()
        again = adopt_verslag(overleg=overleg, inzender=by)
        assert minutes_of(again) == kept
        assert verslag_of(again) != kept

    def test_the_database_keeps_them_too(self, kring: Kring) -> None:
        overleg = self.agreed(kring)
        for change in ({"inleiding": "x"}, {"status": OverlegStatus.GEHOUDEN, "verslag": None}):
            with pytest.raises(InternalError), transaction.atomic():
                Overleg.objects.filter(pk=overleg.pk).update(**change)

    def test_they_say_who_was_there_what_was_decided_and_agreed(self, kring: Kring) -> None:
        first = make_overleg(kring, dagen=-30)
        old = make_afspraak(kring, first)
        hold(kring, first)
        overleg = make_overleg(kring, gasten=("inspecteur, Inspectie",))
        own = add_punt(overleg=overleg, titel="Monitor", toelichting="", inzender=kring.inzender)
        save_punt(punt=own, besproken="Veel #sys *x* $y$", besluit="Doen", inzender=kring.inzender)
        add_stand(
            afspraak=old,
            status=AfspraakStatus.OPEN,
            opmerking="Nog niet gebeurd",
            inzender=kring.inzender,
            overleg=overleg,
        )
        add_standpunt(
            overleg=overleg, partner=kring.partner, tekst="Graag", inzender=kring.inzender
        )
        make_afspraak(kring, overleg, tekst="Nieuw")
        everybody_there(kring, overleg)
        made = verslag_of(overleg)
        assert made["tijd"] == "15:00 tot 16:00 uur"
        [there] = made["aanwezigheid"]
        assert there["woord"] == "Aanwezig"
        assert {"naam": "inspecteur, Inspectie", "van": "gast"} in there["wie"]
        assert {"naam": kring.deelnemer.naam, "van": str(kring.gemeente)} in there["wie"]
        back = made["blokken"][1]["punten"][0]["afspraak"]
        assert back["trekker"] == str(kring.gemeente)
        assert back["opmerkingen"] == [{"status": "Open", "tekst": "Nog niet gebeurd"}]
        assert made["blokken"][2]["punten"][0]["besluit"] == "Doen"
        assert made["standpunten"] == [{"partij": str(kring.gemeente), "tekst": "Graag"}]
        assert [a["tekst"] for a in made["afspraken"]] == ["Nieuw"]
        assert render_pdf("verslag", made).startswith(b"%PDF")

    def test_sending_twice_sends_nothing_twice(self, kring: Kring) -> None:
        overleg = make_overleg(kring)
        with pytest.raises(ValidationError, match="Stel eerst"):
            send_verslag(overleg=overleg, inzender=kring.inzender)
        overleg = self.agreed(kring)
        assert send_verslag(overleg=overleg, inzender=kring.inzender) == 2
        first = Overleg.objects.get(pk=overleg.pk).verslag_verstuurd_op
        assert send_verslag(overleg=overleg, inzender=kring.inzender) == 0
        mails = Bericht.objects.filter(sjabloon="verslag")
        assert {m.ontvanger_id for m in mails} == {kring.regievoerder.pk, kring.deelnemer.pk}
        assert {m.referentie for m in mails} == {f"overleg:{kring.pact.code}:{overleg.nr}"}
        assert Overleg.objects.get(pk=overleg.pk).verslag_verstuurd_op == first

    def test_the_mail_holds_no_content_and_no_names(self, kring: Kring) -> None:
        overleg = self.agreed(kring)
        send_verslag(overleg=overleg, inzender=kring.inzender)
        bericht = Bericht.objects.get(ontvanger=kring.deelnemer)
        context = context_for(bericht)
        assert context is not None
        mail = render(bericht, context)
        whole = f"{mail.subject}{mail.body}{mail.alternatives[0][0]!s}"
        assert kring.pact.code in mail.subject
        assert "Directeurenoverleg" in mail.subject
        assert f"/pact/{kring.pact.code}/overleg/{overleg.nr}/verslag/" in mail.body
        for secret in (
            kring.pact.naam,
            str(kring.gemeente),
            kring.deelnemer.naam,
            "Stadhuis",
            "gesprek over de lijsten",
        ):
            assert secret not in whole
        end_partner(partner=kring.partner, inzender=kring.inzender)
        assert context_for(Bericht.objects.get(pk=bericht.pk)) is None

    def test_a_correction_stands_on_the_next_agenda(self, kring: Kring) -> None:
        overleg = self.agreed(kring)
        with pytest.raises(ValidationError, match="Plan eerst"):
            add_opmerking(overleg=overleg, tekst="Fout", inzender=kring.inzender)
        following = make_overleg(kring, dagen=9)
        add_opmerking(overleg=overleg, tekst="Het was de GGD.", inzender=kring.inzender)
        add_opmerking(overleg=overleg, tekst="En de gemeente.", inzender=kring.inzender)
        punt = following.agendapunten.get(soort=PuntSoort.EIGEN)
        assert punt.toelichting == "Het was de GGD.\nEn de gemeente."
