from django.apps import AppConfig


class BerichtenConfig(AppConfig):
    name = "thuiszitters.berichten"
    label = "berichten"
    verbose_name = "berichten"
