from django.apps import AppConfig


class IbsConfig(AppConfig):
    name = "tenants.ibs"
    label = "ibs"
