from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "thuiszitters.ui"
    label = "ui"
    verbose_name = "Vormgeving"
