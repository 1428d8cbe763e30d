from django.apps import AppConfig


class TradingConfig(AppConfig):
    name = "tenants.trading"
    label = "trading"
