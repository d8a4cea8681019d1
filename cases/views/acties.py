"""Everything that can be done with a casus: one table, and one way of doing it.

Each action has its own address. A GET gives its form, as a part of the page for htmx and as a page
of its own otherwise; a POST does it. Input is never lost: what is wrong comes back with 422, what
somebody else changed in the meantime with 409.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.errors import AlGedaan, NietToegestaan, VerouderdeVersie
from cases.forms.actie import ActieForm
from cases.models import Casus
from cases.permissions import Handeling, may
from cases.selectors.tijdlijn import changes_since
from cases.services.tijdlijn import Inzender
from cases.views.casus import PLEK, is_htmx, render_casus_part
from cases.views.hulp import get_casus, inzender_of, user_of
from thuiszitters.accounts.toegang import ingelogd
from thuiszitters.accounts.views import safe_next


@dataclass(frozen=True, slots=True)
class Opdracht:
    """What a filled-in form asks for."""

    casus: Casus
    doel: Any
    """The task, fact, party or signal it is about; None where it is the casus itself."""
    waarden: dict[str, Any]
    inzender: Inzender


@dataclass(frozen=True, slots=True, kw_only=True)
class Actie:
    """One thing that can be done: who may, what is asked, and which service does it."""

    naam: str
    handeling: Handeling
    form: type[ActieForm] | Mapping[str, type[ActieForm]]
    """The form, or one per `soort` in the address."""
    doe: Callable[[Opdracht], object]
    titel: str
    """With `{soort}` as in the address."""
    knop: str
    klaar: str
    """What is told when it is done; `{doel}` is what it was about."""
    plek: str
    """Where on the page the form opens and the answer is told; `{pk}` and `{soort}` as in the
    address."""
    pad: str = ""
    """The address below that of the casus, where it is not the name."""
    doel: Callable[[Casus, Mapping[str, Any]], Any] | None = None
    """Finds what it is about; raises Http404."""
    inleiding: str = ""
    sjabloon: str = "cases/_actie.html"
    """The form as a part of the page of the casus."""
    formulier: str = "cases/_actieformulier.html"
    """The form inside a page of its own."""
    gevaar: bool = False
    kan_nog: Callable[[Any], bool] = lambda _doel: True
    """Whether what it is about can still be done, after somebody else was first."""
    let_op_versie: bool = True
    """Whether a change by somebody else in the meantime stops it."""
    hint: Callable[[Casus, object], str] | None = None
    """What is good to know of what was saved, given what `doe` gave back; empty for nothing."""
    antwoord: Callable[[HttpRequest], HttpResponse] | None = None
    """What a page that is not that of the casus shows once it is done, in place of itself."""

    def form_class(self, sleutels: Mapping[str, Any]) -> type[ActieForm]:
        """Return the form for this address."""
        return self.form if isinstance(self.form, type) else self.form[sleutels["soort"]]


def handle_actie(
    request: HttpRequest, actie: Actie, casus: Casus, doel: Any, sleutels: Mapping[str, Any]
) -> HttpResponse:
    """Show the form of an action, or do it, for who may see the casus.

    Raises PermissionDenied with the reason when they may not do this.
    """
    vel = _Vel(request, actie, casus, doel, sleutels)
    verdict = may(user_of(request), actie.handeling, casus)
    if not verdict.mag:
        # Closed while somebody was still writing: they get their words back.
        if verdict.door_toestand and request.method == "POST":
            return vel.overtaken(verdict.waarom)
        raise PermissionDenied(verdict.waarom)
    if request.method != "POST":
        return vel.show(vel.form())
    form = vel.form(request.POST)
    if not form.is_valid():
        return vel.show(form, status=422)
    opdracht = Opdracht(casus, doel, form.waarden, vel.inzender(form))
    try:
        saved = actie.doe(opdracht)
    except ValidationError as error:
        form.tell(error)
        return vel.show(form, status=422)
    except VerouderdeVersie as error:
        return vel.overtaken(str(error))
    except NietToegestaan as error:
        return vel.overtaken(str(error))
    except AlGedaan as error:
        return vel.done(messages.INFO, str(error))
    now = timezone.localtime()
    hint = actie.hint(casus, saved) if actie.hint else ""
    klaar = f"{actie.klaar.format(doel=doel)} Opgeslagen om {now:%H:%M}."
    return vel.done(messages.SUCCESS, klaar, hint)


class _Vel:
    """One request for one action: making its form, showing it, and telling that it is done."""

    def __init__(
        self,
        request: HttpRequest,
        actie: Actie,
        casus: Casus,
        doel: Any,
        sleutels: Mapping[str, Any],
    ) -> None:
        self.request = request
        self.actie = actie
        self.casus = casus
        self.doel = doel
        self.sleutels = sleutels
        self.plek = actie.plek.format(**sleutels)

    def form(self, data: Any = None) -> ActieForm:
        """Return the form, empty or filled in; its ids are its own, so that many fit one page."""
        auto_id = "_".join(["id", self.actie.naam, *map(str, self.sleutels.values()), "%s"])
        form = self.actie.form_class(self.sleutels)(
            data, casus=self.casus, doel=self.doel, auto_id=auto_id
        )
        form.voor(user_of(self.request))
        if is_htmx(self.request) and data is None:
            # The part that comes in takes the focus to its first field.
            for veld in form.visible_fields()[:1]:
                veld.field.widget.attrs["data-focus"] = ""
        return form

    def inzender(self, form: ActieForm) -> Inzender:
        """Return who sends it, by which form, on which version."""
        sleutel: UUID | None = form.cleaned_data["sleutel"]
        versie: int | None = form.cleaned_data["versie"] if self.actie.let_op_versie else None
        return inzender_of(self.request, sleutel=sleutel, versie=versie)

    def show(self, form: ActieForm, *, status: int = 200, **extra: Any) -> HttpResponse:
        """Return the form: a part of the page for htmx, otherwise a page of its own."""
        context = {
            "actie": self.actie,
            "casus": self.casus,
            "doel": self.doel,
            "form": form,
            "titel": self.actie.titel.format(**self.sleutels).capitalize(),
            "plek": self.plek,
            "is_deel": is_htmx(self.request),
            "next": safe_next(self.request, ""),
            **self.sleutels,
            **extra,
        }
        template = self.actie.sjabloon if is_htmx(self.request) else "cases/actie.html"
        return render(self.request, template, context, status=status)

    def overtaken(self, waarom: str) -> HttpResponse:
        """Return the form with the person's own input, and what changed since it was opened."""
        self.casus = get_casus(self.request, self.casus.nummer)
        posted = self.request.POST.copy()
        before = posted.get("versie", "")
        posted["versie"] = str(self.casus.versie)
        form = self.form(posted)
        form.is_valid()
        since = int(before) if before.isascii() and before.isdigit() else self.casus.versie
        return self.show(
            form,
            status=409,
            waarom=waarom,
            wijzigingen=changes_since(self.casus, min(since, self.casus.versie)),
            verschillen=form.differences(),
            mag_opnieuw=self._can_try_again(),
        )

    def _can_try_again(self) -> bool:
        """Return whether sending the form once more can work."""
        verdict = may(user_of(self.request), self.actie.handeling, self.casus)
        return verdict.mag and self.actie.kan_nog(self.doel)

    def done(self, level: int, tekst: str, hint: str = "") -> HttpResponse:
        """Tell that it is done, there where it was asked."""
        target = self.request.headers.get("HX-Target", "")
        plek = target if target in VASTE_PLEKKEN else self.plek
        messages.add_message(self.request, level, tekst, extra_tags=plek)
        if hint:
            messages.info(self.request, hint, extra_tags=plek)
        if self.actie.antwoord is not None and is_htmx(self.request):
            return self.actie.antwoord(self.request)
        elsewhere = safe_next(self.request, "")
        if not elsewhere and not self._still_visible():
            messages.info(self.request, "Je ziet deze casus vanaf nu niet meer.")
            elsewhere = reverse("home")
        if elsewhere:
            return _go(self.request, elsewhere)
        if is_htmx(self.request):
            fresh = get_casus(self.request, self.casus.nummer)
            return render_casus_part(self.request, fresh, plek=target)
        return redirect(f"{reverse('cases:casus', args=[self.casus.nummer])}#{plek}")

    def _still_visible(self) -> bool:
        seen = Casus.objects.visible_to(user_of(self.request))
        return seen.filter(pk=self.casus.pk).exists()


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """Send the whole page to another address."""
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


VASTE_PLEKKEN = frozenset(
    PLEK + naam
    for naam in (
        "hoofd",
        "signalen",
        "taken",
        "notitie",
        "vastleggen",
        "leerling",
        "inschrijving",
        "verzuim",
        "uren",
        "aanbod",
        "vrijstelling",
        "partijen",
        "inzage",
    )
)
"""The places that every casus page has."""


def actie_view(actie: Actie) -> Callable[..., HttpResponse]:
    """Return the view of one action of a casus."""

    @ingelogd
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, nummer: str, **sleutels: Any) -> HttpResponse:
        casus = get_casus(request, nummer)
        doel = actie.doel(casus, sleutels) if actie.doel is not None else None
        return handle_actie(request, actie, casus, doel, sleutels)

    view.__name__ = actie.naam
    view.__doc__ = actie.titel
    return view
