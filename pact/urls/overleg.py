"""Meetings, their minutes and what was agreed."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
