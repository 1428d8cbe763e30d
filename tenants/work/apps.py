from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "tenants.work"
    label = "work"
