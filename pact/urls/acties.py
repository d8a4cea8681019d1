"""Pacten, the matrix and actions."""

from django.urls import path

from pact.views import acties, matrix

urlpatterns = [
    path("", matrix.pacten, name="pacten"),
    path("<slug:code>/", matrix.matrix, name="matrix"),
    path("<slug:code>/acties/nieuw/", acties.actie_nieuw, name="actie_nieuw"),
    path("<slug:code>/acties/<int:nr>/", acties.actie, name="actie"),
    path("<slug:code>/acties/<int:nr>/wijzigen/", acties.actie_wijzig, name="actie_wijzig"),
]
