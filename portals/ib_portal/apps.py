from django.apps import AppConfig


class IbPortalConfig(AppConfig):
    name = "portals.ib_portal"
    label = "ib_portal"
