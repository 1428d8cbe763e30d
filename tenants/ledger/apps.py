from django.apps import AppConfig

from . import APPEND_ONLY, READ_ONLY_TABLES


class LedgerConfig(AppConfig):
    name = "tenants.ledger"
    read_only_tables = READ_ONLY_TABLES
    append_only_tables = APPEND_ONLY
