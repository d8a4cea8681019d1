"""The addresses that the frame links to, for a gallery without the rest of the site."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path


def leeg(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _adres(naam: str) -> URLPattern:
    return path(f"{naam}/", leeg, name=naam)


urlpatterns = [
    _adres("account_login"),
    _adres("account_logout"),
    _adres("account_reset_password"),
    _adres("account_change_password"),
    path("accounts/", include(([_adres("wissel"), _adres("instellingen")], "accounts"))),
    path("monitoring/", include(([_adres("overdragen")], "monitoring"))),
    path("cases/", include(([_adres("werkvoorraad"), _adres("zoek")], "cases"))),
]
