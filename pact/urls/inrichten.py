"""Setting a pact up, and the way to its rooms."""

from django.urls import path

from pact.views import inrichten, kamers

urlpatterns = [
    path("nieuw/", inrichten.pact_nieuw, name="pact_nieuw"),
    path("naar/<slug:kamer>/", kamers.naar, name="naar"),
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
