"""The own page of a partner, answers and files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
