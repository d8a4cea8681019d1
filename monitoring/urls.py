"""The addresses of monitoring."""

from django.urls import path

from monitoring.views import (
    actiesignalen,
    gaten,
    overdracht,
    overzicht,
    pactregels,
    regels,
    signalen,
    standvraag,
    techniek,
)

app_name = "monitoring"
urlpatterns = [
    path("monitoring/", overzicht.overzicht, name="overzicht"),
    path("overdragen/", overdracht.overdragen, name="overdragen"),
    path("overdragen/<int:pk>/", overdracht.overdracht, name="overdracht"),
    path("beheer/gaten/", gaten.gaten, name="gaten"),
    path("beheer/techniek/", techniek.techniek, name="techniek"),
    path("begrippen/", overzicht.begrippen, name="begrippen"),
    path("signalen/", signalen.mijn_signalen, name="mijn_signalen"),
    path("signalen/<int:pk>/", signalen.signaal, name="signaal"),
    path("signalen/<int:pk>/antwoord/", signalen.antwoord, name="antwoord"),
    path("signalen/acties/<int:pk>/", actiesignalen.actiesignaal, name="actiesignaal"),
    path(
        "signalen/acties/<int:pk>/<slug:antwoord>/",
        actiesignalen.actieantwoord,
        name="actieantwoord",
    ),
    path(
        "pact/<slug:code>/acties/<int:nr>/aanspreken/", actiesignalen.aanspreken, name="aanspreken"
    ),
    path("pact/<slug:code>/aangesproken/", actiesignalen.aangesproken, name="aangesproken"),
    path("pact/<slug:code>/regels/", pactregels.pactregels, name="pactregels"),
    path("pact/<slug:code>/regels/nieuw/", pactregels.pactregels_nieuw, name="pactregels_nieuw"),
    path(
        "pact/<slug:code>/regels/<int:pk>/intrekken/",
        pactregels.pactregels_intrekken,
        name="pactregels_intrekken",
    ),
    path("regels/", regels.regels, name="regels"),
    path("regels/landelijk/", regels.regels_landelijk, name="regels_landelijk"),
    path("regels/nieuw/", regels.regels_nieuw, name="regels_nieuw"),
    path("regels/<int:pk>/", regels.regels_versie, name="regels_versie"),
    path("regels/<int:pk>/intrekken/", regels.regels_intrekken, name="regels_intrekken"),
    path("regels/<int:pk>/voortgang/", regels.regels_voortgang, name="regels_voortgang"),
    path("stand/<str:nummer>/", standvraag.stand, name="stand"),
]
