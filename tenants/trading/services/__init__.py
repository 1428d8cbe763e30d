"""The verbs of trading, one file a family. No verb calls a server inside a transaction."""

from .accounts import change_leverage, change_password
from .archiving import archive_account, restore_account
from .attaching import attach_deals
from .balance import begin_balance_operation, run_balance_operation, settle_by_hand
from .equity import keep_equity, read_equity, remove_balance_rule, set_balance_rule
from .mailing import mail_account_opened
from .opening import open_trading_account, take_first_password
from .recording import record_deals
from .requests import carry_out_leverage, carry_out_opening, open_or_ask, request_leverage
from .resolving import resolve_opening, resolve_unknown, sweep
from .servers import create_product, create_server, import_symbols, note_server_state, save_cursor

__all__ = [
    "archive_account",
    "attach_deals",
    "begin_balance_operation",
    "carry_out_leverage",
    "carry_out_opening",
    "change_leverage",
    "change_password",
    "create_product",
    "create_server",
    "import_symbols",
    "keep_equity",
    "mail_account_opened",
    "note_server_state",
    "open_or_ask",
    "open_trading_account",
    "read_equity",
    "record_deals",
    "remove_balance_rule",
    "request_leverage",
    "resolve_opening",
    "resolve_unknown",
    "restore_account",
    "run_balance_operation",
    "save_cursor",
    "set_balance_rule",
    "settle_by_hand",
    "sweep",
    "take_first_password",
]
