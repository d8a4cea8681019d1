"""The desk of the regievoerder, contacts and reports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
