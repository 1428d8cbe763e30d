"""The verbs of trading, one file a family. No verb calls a server inside a transaction."""

from .accounts import change_leverage, change_password
from .attaching import attach_deals
from .balance import begin_balance_operation, run_balance_operation, settle_by_hand
from .mailing import mail_account_opened
from .opening import open_trading_account, take_first_password
from .recording import record_deals
from .resolving import resolve_opening, resolve_unknown, sweep
from .servers import create_product, create_server, import_symbols, note_server_state, save_cursor

__all__ = [
    "attach_deals",
    "begin_balance_operation",
    "change_leverage",
    "change_password",
    "create_product",
    "create_server",
    "import_symbols",
    "mail_account_opened",
    "note_server_state",
    "open_trading_account",
    "record_deals",
    "resolve_opening",
    "resolve_unknown",
    "run_balance_operation",
    "save_cursor",
    "settle_by_hand",
    "sweep",
    "take_first_password",
]
