"""The addresses of monitoring."""

from django.urls import path

from monitoring.views import gaten, overdracht, overzicht, signalen, techniek

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
]
