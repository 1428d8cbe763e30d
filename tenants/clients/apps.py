from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "tenants.clients"
    label = "clients"
