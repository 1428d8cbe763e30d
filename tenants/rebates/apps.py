from django.apps import AppConfig


class RebatesConfig(AppConfig):
    name = "tenants.rebates"
    label = "rebates"
