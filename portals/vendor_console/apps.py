from django.apps import AppConfig


class VendorConsoleConfig(AppConfig):
    name = "portals.vendor_console"
    label = "vendor_console"
