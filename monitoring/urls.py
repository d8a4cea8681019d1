"""The addresses of monitoring."""

from django.urls import path

from monitoring.views import (
    actiesignalen,
    gaten,
    overdracht,
    overzicht,
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
    path("regels/", regels.regels, name="regels"),
    path("regels/landelijk/", regels.regels_landelijk, name="regels_landelijk"),
    path("regels/nieuw/", regels.regels_nieuw, name="regels_nieuw"),
    path("regels/<int:pk>/", regels.regels_versie, name="regels_versie"),
    path("regels/<int:pk>/intrekken/", regels.regels_intrekken, name="regels_intrekken"),
    path("regels/<int:pk>/voortgang/", regels.regels_voortgang, name="regels_voortgang"),
    path("stand/<str:nummer>/", standvraag.stand, name="stand"),
]
