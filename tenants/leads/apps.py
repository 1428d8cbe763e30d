from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "tenants.leads"
    label = "leads"
