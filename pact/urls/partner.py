"""The own page of a partner, answers and files."""

from django.urls import URLPattern, path

from pact.views import voortgang

urlpatterns: list[URLPattern] = [
    path("<slug:code>/bestanden/<int:pk>/", voortgang.bestand, name="bestand"),
]
