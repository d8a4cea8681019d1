"""Bouwstenen, evaluation and the next pact."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
