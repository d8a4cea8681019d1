"""The addresses of monitoring."""

from django.urls import path

from monitoring.views import overzicht

app_name = "monitoring"
urlpatterns = [
    path("monitoring/", overzicht.overzicht, name="overzicht"),
    path("begrippen/", overzicht.begrippen, name="begrippen"),
]
