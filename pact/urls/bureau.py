"""The desk of the regievoerder, contacts and reports."""

from django.urls import URLPattern, path

from pact.views import bureau, rapportages

urlpatterns: list[URLPattern] = [
    path("<slug:code>/bureau/", bureau.bureau, name="bureau"),
    path("<slug:code>/bureau/partners/<int:pk>/", bureau.contact, name="contact"),
    path("<slug:code>/rapportages/", rapportages.rapportages, name="rapportages"),
    path("<slug:code>/rapportages/nieuw/", rapportages.rapportage_nieuw, name="rapportage_nieuw"),
    path("<slug:code>/rapportages/<int:nr>/", rapportages.rapportage, name="rapportage"),
    path(
        "<slug:code>/rapportages/<int:nr>/rapportage.pdf",
        rapportages.rapportage_bestand,
        {"soort": "pdf"},
        name="rapportage_pdf",
    ),
    path(
        "<slug:code>/rapportages/<int:nr>/rapportage.xlsx",
        rapportages.rapportage_bestand,
        {"soort": "xlsx"},
        name="rapportage_xlsx",
    ),
    path(
        "<slug:code>/rapportages/<int:nr>/versturen/",
        rapportages.rapportage_verstuur,
        name="rapportage_verstuur",
    ),
]
