"""Meetings, their minutes and what was agreed."""

from django.urls import path

from pact.views.overleg import afspraken, agenda, houdafspraken, houden, plannen, verslag

_EEN = "<slug:code>/overleg/<int:nr>/"

urlpatterns = [
    path("<slug:code>/overleg/", plannen.overleggen, name="overleggen"),
    path("<slug:code>/overleg/nieuw/", plannen.overleg_nieuw, name="overleg_nieuw"),
    path(_EEN, plannen.overleg, name="overleg"),
    path(f"{_EEN}wijzigen/", plannen.overleg_wijzig, name="overleg_wijzig"),
    path(f"{_EEN}vervalt/", plannen.overleg_vervalt, name="overleg_vervalt"),
    path(f"{_EEN}gaat-door/", plannen.overleg_gaat_door, name="overleg_gaat_door"),
    path(f"{_EEN}overleg.ics", verslag.overleg_ics, name="overleg_ics"),
    path(f"{_EEN}agenda/", agenda.punt_nieuw, name="punt_nieuw"),
    path(f"{_EEN}agenda/aanvullen/", agenda.agenda_aanvullen, name="agenda_aanvullen"),
    path(f"{_EEN}agenda/<int:pk>/", agenda.punt_wijzig, name="punt_wijzig"),
    path(f"{_EEN}agenda/<int:pk>/verplaatsen/", agenda.punt_verplaats, name="punt_verplaats"),
    path(f"{_EEN}agenda/<int:pk>/weg/", agenda.punt_weg, name="punt_weg"),
    path(f"{_EEN}agenda/<int:pk>/terug/", agenda.punt_terug, name="punt_terug"),
    path(f"{_EEN}houden/", houden.houden, name="houden"),
    path(f"{_EEN}houden/aanwezig/", houden.houden_aanwezig, name="houden_aanwezig"),
    path(f"{_EEN}houden/erbij/", houden.houden_erbij, name="houden_erbij"),
    path(f"{_EEN}houden/tekst/<slug:veld>/", houden.houden_tekst, name="houden_tekst"),
    path(f"{_EEN}houden/punten/<int:pk>/", houden.houden_punt, name="houden_punt"),
    path(f"{_EEN}houden/punten/<int:pk>/stand/", houdafspraken.houden_stand, name="houden_stand"),
    path(f"{_EEN}houden/standpunten/", houden.houden_standpunten, name="houden_standpunten"),
    path(f"{_EEN}houden/standpunten/<int:pk>/", houden.houden_standpunt, name="houden_standpunt"),
    path(
        f"{_EEN}houden/standpunten/<int:pk>/weg/",
        houden.houden_standpunt_weg,
        name="houden_standpunt_weg",
    ),
    path(f"{_EEN}houden/afspraken/", houdafspraken.houden_afspraak, name="houden_afspraak"),
    path(f"{_EEN}houden/volgende/", houdafspraken.houden_volgende, name="houden_volgende"),
    path(f"{_EEN}houden/afsluiten/", houden.houden_afsluiten, name="houden_afsluiten"),
    path(f"{_EEN}verslag/", verslag.verslag, name="verslag"),
    path(f"{_EEN}verslag/pdf/", verslag.verslag_pdf, name="verslag_pdf"),
    path(f"{_EEN}verslag/vaststellen/", verslag.verslag_vaststellen, name="verslag_vaststellen"),
    path(f"{_EEN}verslag/versturen/", verslag.verslag_versturen, name="verslag_versturen"),
    path(f"{_EEN}verslag/opmerking/", verslag.verslag_opmerking, name="verslag_opmerking"),
    path("<slug:code>/overleg/afspraken/", afspraken.afspraken, name="afspraken"),
    path("<slug:code>/overleg/afspraken/<int:nr>/", afspraken.afspraak, name="afspraak"),
    path(
        "<slug:code>/overleg/afspraken/<int:nr>/wijzigen/",
        afspraken.afspraak_wijzig,
        name="afspraak_wijzig",
    ),
]
