"""Reading an agenda in and giving it back."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
