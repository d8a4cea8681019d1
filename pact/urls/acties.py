"""Pacten, the matrix, actions, and setting a pact up."""

from django.urls import path

from pact.views import acties, inrichten, matrix

urlpatterns = [
    path("", matrix.pacten, name="pacten"),
    path("nieuw/", inrichten.pact_nieuw, name="pact_nieuw"),
    path("<slug:code>/", matrix.matrix, name="matrix"),
    path("<slug:code>/acties/nieuw/", acties.actie_nieuw, name="actie_nieuw"),
    path("<slug:code>/acties/<int:nr>/", acties.actie, name="actie"),
    path("<slug:code>/acties/<int:nr>/wijzigen/", acties.actie_wijzig, name="actie_wijzig"),
    path("<slug:code>/inrichten/", inrichten.inrichten, name="inrichten"),
    path("<slug:code>/inrichten/gegevens/", inrichten.gegevens, name="gegevens"),
    path("<slug:code>/inrichten/themas/", inrichten.thema_nieuw, name="thema_nieuw"),
    path("<slug:code>/inrichten/themas/<int:pk>/", inrichten.thema_wijzig, name="thema_wijzig"),
    path("<slug:code>/inrichten/themas/<int:pk>/weg/", inrichten.thema_weg, name="thema_weg"),
    path("<slug:code>/inrichten/partners/", inrichten.partner_nieuw, name="partner_nieuw"),
    path(
        "<slug:code>/inrichten/partners/<int:pk>/stop/",
        inrichten.partner_stop,
        name="partner_stop",
    ),
]
