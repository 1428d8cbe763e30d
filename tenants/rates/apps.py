from django.apps import AppConfig


class RatesConfig(AppConfig):
    name = "tenants.rates"
    label = "rates"
