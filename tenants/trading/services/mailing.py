"""The mail about a new trading account. It leads to the password and does not carry it: that is shown once, in the portal."""

import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from atrium.brokers.selectors import address_of
from atrium.kernel import tenancy
from tenants.clients.models import Client

from ..models import TradingAccount


def mail_account_opened(*, account_id: uuid.UUID) -> None:
    """Told twice, it mails twice."""
    account = TradingAccount.objects.select_related("server", "product").filter(id=account_id).first()
    if account is None:
        return
    client = Client.objects.select_related("user").get(id=account.client_id)
    with translation.override(client.user.language or settings.LANGUAGE_CODE):
        EmailMessage(_subject(account), _text(account, client), to=[client.user.email]).send()


def _subject(account: TradingAccount) -> str:
    words = {"broker": tenancy.require().name, "login": account.login}
    return _("%(broker)s: your trading account %(login)s is open") % words


def _text(account: TradingAccount, client: Client) -> str:
    path = reverse("account", args=[account.id], urlconf=settings.SURFACE_URLCONFS["client"])
    words = {
        "name": client.user.name,
        "login": account.login,
        "server": account.server.name,
        "product": account.product.name,
        "currency": account.currency,
        "leverage": account.leverage,
        "link": address_of(tenancy.require(), "client") + path,
    }
    return (
        _(
            "Hello %(name)s,\n\n"
            "your account is open.\n\n"
            "Login: %(login)s\nServer: %(server)s\nType: %(product)s, %(currency)s, leverage 1:%(leverage)s\n\n"
            "Your password is shown once, on this page:\n\n%(link)s\n"
        )
        % words
    )
