from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "thuiszitters.audit"
    label = "audit"
    verbose_name = "logboek"
