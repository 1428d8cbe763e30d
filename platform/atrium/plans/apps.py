from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "atrium.plans"
    label = "plans"
