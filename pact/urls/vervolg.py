"""Bouwstenen, evaluation and the next pact."""

from django.urls import URLPattern, path

from pact.views import bouwstenen, vervolg

_VRAAG = "<slug:code>/bouwstenen/<int:nr>/"

urlpatterns: list[URLPattern] = [
    path("<slug:code>/bouwstenen/", bouwstenen.bouwstenen, name="bouwstenen"),
    path(
        "<slug:code>/bouwstenen/nieuw/",
        bouwstenen.bouwsteenvraag_nieuw,
        name="bouwsteenvraag_nieuw",
    ),
    path(_VRAAG, bouwstenen.bouwsteenvraag, name="bouwsteenvraag"),
    path(f"{_VRAAG}herinner/", bouwstenen.bouwsteenvraag_herinner, name="bouwsteenvraag_herinner"),
    path(f"{_VRAAG}sluit/", bouwstenen.bouwsteenvraag_sluit, name="bouwsteenvraag_sluit"),
    path(f"{_VRAAG}heropen/", bouwstenen.bouwsteenvraag_heropen, name="bouwsteenvraag_heropen"),
    path(f"{_VRAAG}docx/", bouwstenen.bouwsteenvraag_docx, name="bouwsteenvraag_docx"),
    path("<slug:code>/evaluatie/", vervolg.evaluatie, name="evaluatie"),
    path("<slug:code>/evaluatie/<int:nr>/", vervolg.evalueer, name="evalueer"),
    path("<slug:code>/volgend-pact/", vervolg.opvolger, name="opvolger"),
]
