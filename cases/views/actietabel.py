"""The table of everything that can be done with a casus, and its addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, register_converter

from cases.forms import casus as forms
from cases.forms import feiten as feitforms
from cases.forms import uren as urenforms
from cases.forms.actie import LegeForm
from cases.models import Casus, CasusPartij, CasusToegang, Taak
from cases.permissions import Handeling
from cases.selectors.casus import current_toegang
from cases.selectors.ongeteld import hint_ongeteld
from cases.services.casussen import assign_eigenaar, close_casus, reopen_casus
from cases.services.dagen import AnyFeit
from cases.services.feiten import (
    SOORTEN,
    change_leerling,
    change_school,
    correct_feit,
    register_aanbod,
    register_terugkeer,
    register_verzuim,
    register_vrijstelling,
)
from cases.services.partijen import end_partij, end_toegang, grant_toegang, invite_organisatie
from cases.services.tijdlijn import (
    add_contact,
    add_notitie,
    add_taak,
    complete_taak,
    reopen_taak,
)
from cases.services.uren import register_uren
from cases.services.ziekte import register_beter, register_ziekmelding
from cases.views.acties import Actie, Opdracht, actie_view
from cases.views.casus import casus

Doe = Callable[[Opdracht], object]


def _with_casus(service: Callable[..., object]) -> Doe:
    """Call a service that is about the casus itself."""
    return lambda o: service(casus=o.casus, inzender=o.inzender, **o.waarden)


def _with(naam: str, service: Callable[..., object]) -> Doe:
    """Call a service that is about one thing of the casus, by its own name for it."""
    return lambda o: service(**{naam: o.doel}, inzender=o.inzender, **o.waarden)


def _correct(o: Opdracht) -> object:
    return correct_feit(casus=o.casus, feit=o.doel, inzender=o.inzender, **o.waarden)


def _taak(about: Casus, sleutels: Mapping[str, Any]) -> Taak:
    return get_object_or_404(Taak.objects.select_related("casus"), casus=about, **sleutels)


def _partij(about: Casus, sleutels: Mapping[str, Any]) -> CasusPartij:
    running = CasusPartij.objects.select_related("casus", "organisatie").filter(tot__isnull=True)
    return get_object_or_404(running, casus=about, **sleutels)


def _toegang(about: Casus, sleutels: Mapping[str, Any]) -> CasusToegang:
    return get_object_or_404(current_toegang(about), **sleutels)


def _feit(about: Casus, sleutels: Mapping[str, Any]) -> AnyFeit:
    model = SOORTEN.get(sleutels["soort"])
    if model is None:
        raise Http404
    rows = model._default_manager.filter(leerling=about.leerling_id)
    feit = get_object_or_404(rows, pk=sleutels["pk"])
    assert isinstance(feit, AnyFeit)
    return feit


def _still_holds(feit: AnyFeit) -> bool:
    return type(feit)._default_manager.filter(pk=feit.pk, vervangen_op__isnull=True).exists()


_INTREKKEN = dict.fromkeys(SOORTEN, feitforms.IntrekForm)

ACTIES: tuple[Actie, ...] = (
    Actie(
        naam="notitie",
        handeling=Handeling.SCHRIJF,
        form=forms.NotitieForm,
        doe=_with_casus(add_notitie),
        titel="Notitie schrijven",
        knop="Notitie opslaan",
        klaar="De notitie staat op de tijdlijn.",
        plek="plek-notitie",
        sjabloon="cases/_notitie.html",
        let_op_versie=False,
    ),
    Actie(
        naam="contact",
        handeling=Handeling.SCHRIJF,
        form=forms.ContactForm,
        doe=_with_casus(add_contact),
        titel="Contact vastleggen",
        knop="Contact opslaan",
        klaar="Het contact staat op de tijdlijn.",
        plek="plek-vastleggen",
        let_op_versie=False,
    ),
    Actie(
        naam="taak",
        handeling=Handeling.SCHRIJF,
        form=forms.TaakForm,
        doe=_with_casus(add_taak),
        titel="Taak toevoegen",
        knop="Taak toevoegen",
        klaar="De taak is toegevoegd.",
        plek="plek-taken",
        let_op_versie=False,
    ),
    Actie(
        naam="taak_gedaan",
        pad="taken/<int:pk>/gedaan/",
        handeling=Handeling.SCHRIJF,
        form=LegeForm,
        doel=_taak,
        doe=_with("taak", complete_taak),
        titel="Taak afvinken",
        knop="Gedaan",
        klaar="Afgevinkt.",
        plek="plek-taak-{pk}",
        let_op_versie=False,
    ),
    Actie(
        naam="taak_toch_niet",
        pad="taken/<int:pk>/toch-niet/",
        handeling=Handeling.SCHRIJF,
        form=LegeForm,
        doel=_taak,
        doe=_with("taak", reopen_taak),
        titel="Taak is toch niet gedaan",
        knop="Ongedaan maken",
        klaar="De taak staat weer open.",
        plek="plek-taak-{pk}",
        let_op_versie=False,
    ),
    Actie(
        naam="terugkeer",
        handeling=Handeling.FEIT,
        form=feitforms.TerugkeerForm,
        doe=_with_casus(register_terugkeer),
        titel="Terug op school",
        inleiding="Het lopende verzuim eindigt op deze dag. Open signalen vervallen.",
        knop="Terugkeer opslaan",
        klaar="De terugkeer is vastgelegd.",
        plek="plek-vastleggen",
    ),
    Actie(
        naam="verzuim",
        handeling=Handeling.FEIT,
        form=feitforms.VerzuimForm,
        doe=_with_casus(register_verzuim),
        titel="Verzuim vastleggen",
        knop="Verzuim opslaan",
        klaar="Het verzuim is vastgelegd.",
        plek="plek-vastleggen",
    ),
    Actie(
        naam="uren",
        handeling=Handeling.FEIT,
        form=urenforms.UrenForm,
        doe=_with_casus(register_uren),
        titel="Gemiste uren op één dag",
        knop="Uren opslaan",
        klaar="De gemiste uren zijn vastgelegd.",
        hint=hint_ongeteld,
        plek="plek-uren",
    ),
    Actie(
        naam="uren_week",
        handeling=Handeling.FEIT,
        form=urenforms.UrenWeekForm,
        doe=_with_casus(register_uren),
        titel="Gemiste uren in een week",
        inleiding="Vul alleen de dagen in waarop uren zijn gemist.",
        knop="Uren opslaan",
        klaar="De gemiste uren zijn vastgelegd.",
        hint=hint_ongeteld,
        plek="plek-uren",
    ),
    Actie(
        naam="ziek",
        handeling=Handeling.FEIT,
        form=urenforms.ZiekForm,
        doe=_with_casus(register_ziekmelding),
        titel="Ziekmelding",
        inleiding="Ziek gemeld is geoorloofd verzuim. Schrijf niet op wat er aan de hand is.",
        knop="Ziekmelding opslaan",
        klaar="De ziekmelding is vastgelegd.",
        plek="plek-verzuim",
    ),
    Actie(
        naam="beter",
        handeling=Handeling.FEIT,
        form=urenforms.BeterForm,
        doe=_with_casus(register_beter),
        titel="Beter gemeld",
        knop="Betermelding opslaan",
        klaar="De betermelding is vastgelegd.",
        plek="plek-verzuim",
    ),
    Actie(
        naam="aanbod",
        handeling=Handeling.FEIT,
        form=feitforms.AanbodForm,
        doe=_with_casus(register_aanbod),
        titel="Aanbod vastleggen",
        inleiding="Vul in wat je weet. Latere stappen vul je aan met Wijzig.",
        knop="Aanbod opslaan",
        klaar="Het aanbod is vastgelegd.",
        plek="plek-vastleggen",
    ),
    Actie(
        naam="vrijstelling",
        handeling=Handeling.FEIT,
        form=feitforms.VrijstellingForm,
        doe=_with_casus(register_vrijstelling),
        titel="Vrijstelling vastleggen",
        knop="Vrijstelling opslaan",
        klaar="De vrijstelling is vastgelegd.",
        plek="plek-vastleggen",
    ),
    Actie(
        naam="school",
        handeling=Handeling.FEIT,
        form=feitforms.SchoolForm,
        doe=_with_casus(change_school),
        titel="Andere school of uitschrijven",
        inleiding="De mensen van de vorige school zien de casus vanaf vandaag niet meer.",
        knop="School opslaan",
        klaar="De inschrijving is gewijzigd.",
        plek="plek-inschrijving",
    ),
    Actie(
        naam="leerling",
        handeling=Handeling.FEIT,
        form=forms.LeerlingForm,
        doe=_with_casus(change_leerling),
        titel="Gegevens van de leerling",
        knop="Gegevens opslaan",
        klaar="De gegevens zijn gewijzigd.",
        plek="plek-leerling",
    ),
    Actie(
        naam="eigenaar",
        handeling=Handeling.BEHEER,
        form=forms.EigenaarForm,
        doe=_with_casus(assign_eigenaar),
        titel="Eigenaar kiezen",
        knop="Eigenaar opslaan",
        klaar="De eigenaar is gewijzigd.",
        plek="plek-hoofd",
    ),
    Actie(
        naam="partij",
        handeling=Handeling.BEHEER,
        form=forms.PartijForm,
        doe=_with_casus(invite_organisatie),
        titel="Organisatie uitnodigen",
        knop="Uitnodigen",
        klaar="De organisatie doet mee.",
        plek="plek-partijen",
    ),
    Actie(
        naam="partij_weg",
        pad="partijen/<int:pk>/weg/",
        handeling=Handeling.BEHEER,
        form=LegeForm,
        doel=_partij,
        doe=_with("partij", end_partij),
        titel="Organisatie doet niet meer mee",
        inleiding="De mensen van deze organisatie zien de casus dan niet meer.",
        knop="Deelname beëindigen",
        klaar="{doel.organisatie} doet niet meer mee.",
        plek="plek-partijen",
        gevaar=True,
    ),
    Actie(
        naam="inzage",
        handeling=Handeling.BEHEER,
        form=forms.InzageForm,
        doe=_with_casus(grant_toegang),
        titel="Tijdelijke inzage geven",
        inleiding="Voor één persoon, voor even: een vervanger of een deskundige.",
        knop="Inzage geven",
        klaar="De inzage is gegeven.",
        plek="plek-inzage",
        let_op_versie=False,
    ),
    Actie(
        naam="inzage_weg",
        pad="inzage/<int:pk>/weg/",
        handeling=Handeling.BEHEER,
        form=LegeForm,
        doel=_toegang,
        doe=_with("toegang", end_toegang),
        titel="Tijdelijke inzage beëindigen",
        inleiding="Deze persoon ziet de casus dan meteen niet meer.",
        knop="Inzage beëindigen",
        klaar="{doel.user} ziet de casus niet meer.",
        plek="plek-inzage",
        gevaar=True,
        let_op_versie=False,
    ),
    Actie(
        naam="feit_wijzig",
        pad="feiten/<str:soort>/<int:pk>/wijzig/",
        handeling=Handeling.FEIT,
        form=urenforms.ALLE_FEITFORMS,
        doel=_feit,
        doe=_correct,
        titel="{soort} wijzigen",
        inleiding="Wat er stond, blijft in de geschiedenis.",
        knop="Wijziging opslaan",
        klaar="De wijziging is vastgelegd.",
        hint=hint_ongeteld,
        kan_nog=_still_holds,
        plek="plek-{soort}",
    ),
    Actie(
        naam="feit_intrekken",
        pad="feiten/<str:soort>/<int:pk>/intrekken/",
        handeling=Handeling.FEIT,
        form=_INTREKKEN,
        doel=_feit,
        doe=_correct,
        titel="{soort} intrekken",
        inleiding="De regel telt niet meer mee. Hij blijft in de geschiedenis staan.",
        knop="Intrekken",
        klaar="De regel is ingetrokken.",
        kan_nog=_still_holds,
        plek="plek-{soort}",
        gevaar=True,
    ),
    Actie(
        naam="sluiten",
        handeling=Handeling.BEHEER,
        form=forms.SluitForm,
        doe=_with_casus(close_casus),
        titel="Casus sluiten",
        inleiding="Open signalen vervallen. Je kunt de casus later heropenen.",
        knop="Casus sluiten",
        klaar="De casus is gesloten.",
        plek="plek-hoofd",
    ),
    Actie(
        naam="heropenen",
        handeling=Handeling.HEROPEN,
        form=forms.HeropenForm,
        doe=_with_casus(reopen_casus),
        titel="Casus heropenen",
        inleiding="De tijdlijn blijft zoals hij is, en de klokken lopen weer mee.",
        knop="Casus heropenen",
        klaar="De casus is weer open.",
        plek="plek-hoofd",
    ),
)


class NummerConverter:
    """A casus number in an address; anything else is no address of a casus."""

    regex = "[0-9]{4}-[0-9]{6,7}"

    def to_python(self, value: str) -> str:
        """Return the number."""
        return value

    def to_url(self, value: str) -> str:
        """Return the number."""
        return value


register_converter(NummerConverter, "nummer")

casus_patterns: list[URLPattern] = [path("<nummer:nummer>/", casus, name="casus")]
casus_patterns += [
    path(f"<nummer:nummer>/{actie.pad or actie.naam + '/'}", actie_view(actie), name=actie.naam)
    for actie in ACTIES
]
