"""Home, switching roles, and the pages of the beheerder and the auditor."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thuiszitters.accounts.context import rooms_of
from thuiszitters.accounts.forms import InviteForm
from thuiszitters.accounts.middleware import SESSION_KEY, acting_as
from thuiszitters.accounts.models import Lidmaatschap, Organisatie, User
from thuiszitters.accounts.rechten import active_lidmaatschappen, organisatie_ids
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.selectors import audit_lines, away_at, demo_logins, undelivered
from thuiszitters.accounts.services import end_lidmaatschap, invite_user
from thuiszitters.accounts.toegang import ingelogd, vereist
from thuiszitters.berichten.models import Toestand
from thuiszitters.berichten.redenen import reden_in_woorden
from thuiszitters.berichten.services import retry_bericht


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class Login(LoginView):
    """Logging in, with guessing stopped by axes; on a demo the demo logins stand beside it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demo logins, on a demo only."""
        logins = demo_logins() if settings.DEMO else []
        return {**super().get_context_data(**kwargs), "demo_logins": logins}


login = Login.as_view()


@ingelogd
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Send people to the first room of their role."""
    rooms = rooms_of(_user(request))
    if rooms:
        return redirect(rooms[0].url)
    return render(request, "accounts/geen_rol.html", status=200)


@ingelogd
@require_POST
def wissel(request: HttpRequest) -> HttpResponse:
    """Act in another membership from now on."""
    raw = request.POST.get("lidmaatschap", "")
    if not raw.isdigit():
        raise Http404
    chosen = get_object_or_404(active_lidmaatschappen(_user(request)), pk=int(raw))
    request.session[SESSION_KEY] = chosen.pk
    messages.success(request, f"Je werkt nu als {chosen}.")
    return redirect("home")


def beheerd(request: HttpRequest) -> Organisatie:
    """Return the organisation whose people this beheerder manages; 404 without one."""
    ids = organisatie_ids(_user(request), Recht.MANAGE_PEOPLE)
    acting = acting_as(request)
    if acting is None or acting.organisatie_id not in ids:
        raise Http404
    return acting.organisatie


@vereist(Recht.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def mensen(request: HttpRequest) -> HttpResponse:
    """Show who has which role here, and invite somebody."""
    organisatie = beheerd(request)
    form = InviteForm(request.POST or None, organisatie=organisatie)
    if request.method == "POST" and form.is_valid():
        try:
            invite_user(organisatie=organisatie, door=_user(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{form.cleaned_data['naam']} is uitgenodigd.")
            return redirect("accounts:mensen")
    today = timezone.localdate()
    leden = organisatie.lidmaatschappen.select_related("user").order_by("user__naam", "rol")
    context: dict[str, Any] = {
        "organisatie": organisatie,
        "form": form,
        "ik": acting_as(request),
        "afwezig": {v.user_id: v.vervanger for v in away_at(organisatie)},
        "leden": [lid for lid in leden if lid.tot is None or lid.tot > today],
        "vroeger": [lid for lid in leden if lid.tot is not None and lid.tot <= today],
    }
    return render(request, "accounts/mensen.html", context, status=422 if form.errors else 200)


@vereist(Recht.MANAGE_PEOPLE)
@require_POST
def beeindig(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership of the beheerder's own organisation."""
    lidmaatschap = get_object_or_404(Lidmaatschap, pk=pk, organisatie=beheerd(request))
    if lidmaatschap.user_id == _user(request).pk and lidmaatschap == acting_as(request):
        messages.error(request, "Je kunt je eigen rol van beheerder niet zelf beëindigen.")
    else:
        end_lidmaatschap(lidmaatschap=lidmaatschap, door=_user(request))
        messages.success(request, f"De rol van {lidmaatschap.user} is beëindigd.")
    return redirect("accounts:mensen")


@vereist(Recht.SEE_OPERATIONS)
@require_GET
def berichten(request: HttpRequest) -> HttpResponse:
    """Show which mails did not arrive, perhaps did or wait, for people of this organisation."""
    places = organisatie_ids(_user(request), Recht.SEE_OPERATIONS)
    page = Paginator(undelivered(places), 50).get_page(request.GET.get("pagina"))
    rows = [(bericht, reden_in_woorden(bericht.reden)) for bericht in page]
    context: dict[str, Any] = {
        "pagina": page,
        "mislukt": [row for row in rows if row[0].toestand == Toestand.MISLUKT],
        "onzeker": [row for row in rows if row[0].toestand == Toestand.ONZEKER],
        "onderweg": [
            row for row in rows if row[0].toestand not in {Toestand.MISLUKT, Toestand.ONZEKER}
        ],
    }
    return render(request, "accounts/berichten.html", context)


@vereist(Recht.SEE_OPERATIONS)
@require_POST
def bericht_opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a failed mail once more."""
    places = organisatie_ids(_user(request), Recht.SEE_OPERATIONS)
    bericht = get_object_or_404(undelivered(places), pk=pk)
    if retry_bericht(bericht_id=bericht.pk):
        messages.success(request, "Het bericht wordt opnieuw verzonden.")
    else:
        messages.info(request, "Dit bericht staat niet meer op mislukt.")
    return redirect("accounts:berichten")


@vereist(Recht.SEE_LOG)
@require_GET
def logboek(request: HttpRequest) -> HttpResponse:
    """Show the log of the auditor's organisation, newest first, without case content."""
    lines = audit_lines(organisatie_ids(_user(request), Recht.SEE_LOG))
    nummer = request.GET.get("casus", "").strip()[:40]
    if nummer:
        lines = lines.filter(onderwerp="casus", onderwerp_id=nummer)
    page = Paginator(lines, 50).get_page(request.GET.get("pagina"))
    about = {line.onderwerp_id for line in page if line.onderwerp == "gebruiker"}
    names = User.objects.filter(pk__in=[pk for pk in about if pk.isdecimal()])
    context: dict[str, Any] = {
        "pagina": page,
        "nummer": nummer,
        "namen": {str(user.pk): user.naam for user in names},
    }
    return render(request, "accounts/logboek.html", context)


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Return the `next` of the request when it stays on this site, else the fallback."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return fallback
