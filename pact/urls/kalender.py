"""The meetings of a person in their own calendar."""

from django.urls import path

from pact.views.overleg import kalender

urlpatterns = [
    path("kalender/", kalender.kalender, name="kalender"),
    path("kalender/nieuw/", kalender.kalender_nieuw, name="kalender_nieuw"),
    path("kalender/intrekken/", kalender.kalender_intrekken, name="kalender_intrekken"),
    path("kalender/<str:token>.ics", kalender.kalender_feed, name="kalender_feed"),
]
