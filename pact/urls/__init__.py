"""The addresses of the pact, an area a module."""

from pact.urls import acties, agenda, bureau, inrichten, kalender, matrix, overleg, partner, vervolg

app_name = "pact"
urlpatterns = [
    *inrichten.urlpatterns,
    *kalender.urlpatterns,
    *acties.urlpatterns,
    *matrix.urlpatterns,
    *agenda.urlpatterns,
    *overleg.urlpatterns,
    *bureau.urlpatterns,
    *partner.urlpatterns,
    *vervolg.urlpatterns,
]
