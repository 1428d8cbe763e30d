from django.apps import AppConfig


class AbuseConfig(AppConfig):
    name = "tenants.abuse"
    label = "abuse"
