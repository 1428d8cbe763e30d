from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "tenants.numbering"
    label = "numbering"
