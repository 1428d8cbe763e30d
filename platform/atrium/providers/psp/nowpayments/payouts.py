"""Money sent to an address on a chain: priced in the coin, made as a batch of one, confirmed with a code, then followed.

The provider promises nothing about the same id twice, so nothing here sends again: what was made is found by our id. A batch
is carried out only once it is confirmed; one whose confirmation failed is neither paid nor refused, and is confirmed by the
next question about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from atrium.providers.errors import NeverAgain, OutcomeUnknown, ProviderError
from atrium.providers.psp.calls import Calls
from atrium.providers.psp.contract import PayoutIntent, PayoutResult
from atrium.providers.psp.nowpayments import payout_payloads as payloads
from atrium.providers.psp.nowpayments.codes import one_time_code

_PAGE = 100
# Five thousand payouts back: what was asked for this month is found long before.
_MOST_PAGES = 50


class Payouts:
    """`login` is the account's e-mail address, its password and the secret of its authenticator."""

    def __init__(self, headers: Mapping[str, str], login: tuple[str, str, str], calls: Calls) -> None:
        self._headers, self._login, self._calls = headers, login, calls
        self._bearer = ""

    def request(self, intent: PayoutIntent) -> PayoutResult:
        if not all(self._login):
            raise NeverAgain(
                "NOWPayments is not set up for payouts here, so nothing was sent. Fill in the e-mail address, the password "
                "and the authenticator's secret in the connection's settings.",
                code="no_payouts",
            )
        coin = payloads.coin_of(intent.network, intent.asset)
        priced = self._calls.get(payloads.estimate_path(intent.money, coin), self._headers)
        amount = payloads.read_estimate(priced, intent.asset)
        text = self._calls.post("/payout", self._signed(), payloads.payout_body(intent, coin, amount))
        made = payloads.read_created(text, intent)
        self._confirm(made.batch)
        return made.result

    def find(self, our_id: str) -> PayoutResult | None:
        found = [made for made in self._made() if made.result.our_id == our_id]
        if len(found) > 1:
            raise OutcomeUnknown(
                f"The payment provider shows {len(found)} payouts for {our_id}. A person must look at them.",
                code="several_payouts",
            )
        if not found:
            return None
        if found[0].waits_for_code:
            self._confirm(found[0].batch)
        return found[0].result

    def _made(self) -> Iterator[payloads.Made]:
        """Newest first, page by page."""
        for page in range(_MOST_PAGES):
            text = self._calls.get(f"/payout?limit={_PAGE}&page={page}", self._signed())
            made, count = payloads.read_list(text)
            yield from made
            if count < _PAGE:
                return

    def _confirm(self, batch: str) -> None:
        code = one_time_code(self._login[2], datetime.now(UTC))
        try:
            self._calls.post(f"/payout/{batch}/verify", self._signed(), payloads.verify_body(code))
        except ProviderError as error:
            raise OutcomeUnknown(
                "The payout was made and could not be confirmed yet, so the provider holds it. It will be confirmed when it "
                f"is asked about. The provider said: {error.message}",
                code="not_confirmed",
            ) from error

    def _signed(self) -> dict[str, str]:
        """With the token of this adapter's short life: it lasts five minutes there."""
        if not self._bearer:
            body = payloads.login_body(self._login[0], self._login[1])
            self._bearer = payloads.read_token(self._calls.ask("/auth", self._headers, body))
        return {**self._headers, "Authorization": f"Bearer {self._bearer}"}
