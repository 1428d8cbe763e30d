"""Changes of a trading account that exists: on the server first, then here."""

from atrium.kernel.errors import Refused
from atrium.providers.errors import ProviderError
from tenants.activity.services import note

from ..models import TradingAccount
from .calling import calling


def change_leverage(*, account: TradingAccount, leverage: int) -> None:
    try:
        with calling(account.server) as adapter:
            adapter.set_leverage(account.login, leverage)
    except ProviderError as error:
        raise Refused(
            f"The leverage was not changed for certain. {error.message}", field="leverage"
        ) from error
    TradingAccount.objects.filter(id=account.id).update(leverage=leverage)
    _note(account, f"Leverage of trading account {account.login} is now 1:{leverage}")


def change_password(*, account: TradingAccount, password: str) -> None:
    try:
        with calling(account.server) as adapter:
            adapter.set_password(account.login, password)
    except ProviderError as error:
        raise Refused(
            f"The password was not changed for certain. {error.message}", field="password"
        ) from error
    _note(account, f"Password of trading account {account.login} changed")


def _note(account: TradingAccount, text: str) -> None:
    note(subject_kind="client", subject_id=account.client_id, verb="account.changed", text=text)
