"""The addresses for machines: beside /health/, without a login."""

from django.urls import path

from monitoring.views import meten

urlpatterns = [
    path("health/details", meten.details, name="health_details"),
    path("metrics", meten.metrics, name="metrics"),
]
