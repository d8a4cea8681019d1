"""The matrix and actions."""

from django.urls import path

from pact.views import acties, matrix, voortgang

urlpatterns = [
    path("<slug:code>/", matrix.matrix, name="matrix"),
    path("<slug:code>/acties/nieuw/", acties.actie_nieuw, name="actie_nieuw"),
    path("<slug:code>/acties/<int:nr>/", acties.actie, name="actie"),
    path("<slug:code>/acties/<int:nr>/wijzigen/", acties.actie_wijzig, name="actie_wijzig"),
    path("<slug:code>/acties/<int:nr>/update/", voortgang.actie_update, name="actie_update"),
    path("<slug:code>/acties/<int:nr>/bewijs/", voortgang.actie_bewijs, name="actie_bewijs"),
    path("<slug:code>/acties/<int:nr>/gedaan/", voortgang.actie_gedaan, name="actie_gedaan"),
    path("<slug:code>/acties/<int:nr>/later/", voortgang.actie_later, name="actie_later"),
    path(
        "<slug:code>/acties/<int:nr>/overdragen/",
        voortgang.actie_overdragen,
        name="actie_overdragen",
    ),
]
