from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "tenants.insight"
    label = "insight"
