from django.apps import AppConfig


class StaffConsoleConfig(AppConfig):
    name = "portals.staff_console"
    label = "staff_console"
