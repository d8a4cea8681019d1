"""The own page of a partner, answers and files."""

from django.urls import URLPattern, path

from pact.views import partner, voortgang

urlpatterns: list[URLPattern] = [
    path("<slug:code>/mijn/", partner.mijn, name="mijn"),
    path("<slug:code>/mijn/acties/<int:nr>/", partner.mijn_actie, name="mijn_actie"),
    path(
        "<slug:code>/mijn/acties/<int:nr>/<slug:naam>/",
        partner.mijn_bijdrage,
        name="mijn_bijdrage",
    ),
    path("<slug:code>/mijn/afspraken/<int:nr>/", partner.mijn_afspraak, name="mijn_afspraak"),
    path("<slug:code>/bestanden/<int:pk>/", voortgang.bestand, name="bestand"),
]
