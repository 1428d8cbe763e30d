"""What a trading account can be found by: its log-in, also by the last digits."""

from collections.abc import Iterable

from tenants.search.services import index_many
from tenants.search.types import Indexed, Terms

from ..models import TradingAccount


def index_accounts(accounts: Iterable[TradingAccount]) -> None:
    index_many(Indexed("account", account.id, Terms(logins=(account.login,))) for account in accounts)
