"""The addresses of the pact, an area a module."""

from pact.urls import acties, agenda, bureau, inrichten, matrix, overleg, partner, vervolg

app_name = "pact"
urlpatterns = [
    *inrichten.urlpatterns,
    *acties.urlpatterns,
    *matrix.urlpatterns,
    *agenda.urlpatterns,
    *overleg.urlpatterns,
    *bureau.urlpatterns,
    *partner.urlpatterns,
    *vervolg.urlpatterns,
]
