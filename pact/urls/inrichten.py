"""The pacten, setting one up, and the way to its rooms."""

from django.urls import path

from pact.views import inrichten, kamers, partners

urlpatterns = [
    path("", kamers.pacten, name="pacten"),
    path("nieuw/", inrichten.pact_nieuw, name="pact_nieuw"),
    path("naar/<slug:kamer>/", kamers.naar, name="naar"),
    path("<slug:code>/inrichten/", inrichten.inrichten, name="inrichten"),
    path("<slug:code>/inrichten/gegevens/", inrichten.gegevens, name="gegevens"),
    path("<slug:code>/inrichten/themas/", inrichten.thema_nieuw, name="thema_nieuw"),
    path("<slug:code>/inrichten/themas/<int:pk>/", inrichten.thema_wijzig, name="thema_wijzig"),
    path("<slug:code>/inrichten/themas/<int:pk>/weg/", inrichten.thema_weg, name="thema_weg"),
    path("<slug:code>/inrichten/partners/", inrichten.partner_nieuw, name="partner_nieuw"),
    path("<slug:code>/inrichten/partners/<int:pk>/", partners.partner, name="partner"),
    path(
        "<slug:code>/inrichten/partners/<int:pk>/stop/", partners.partner_stop, name="partner_stop"
    ),
    path(
        "<slug:code>/inrichten/partners/<int:pk>/contactpersonen/",
        partners.contactpersoon_nieuw,
        name="contactpersoon_nieuw",
    ),
    path(
        "<slug:code>/inrichten/partners/<int:pk>/contactpersonen/<int:contact>/stop/",
        partners.contactpersoon_stop,
        name="contactpersoon_stop",
    ),
    path("<slug:code>/inrichten/versies/", inrichten.versie_nieuw, name="versie_nieuw"),
    path("<slug:code>/over/", kamers.over, name="over"),
]
