from django.apps import AppConfig


class BrokersConfig(AppConfig):
    name = "atrium.brokers"
    label = "brokers"
