from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "tenants.lists"
    label = "lists"
