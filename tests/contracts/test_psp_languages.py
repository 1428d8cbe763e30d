"""Stripe refuses a language that it does not know, and with it the payment; then the page follows the browser."""

import pytest

from atrium.kernel.money import Money
from atrium.providers.psp.contract import CheckoutIntent
from atrium.providers.psp.stripe.payloads import checkout_params


@pytest.mark.parametrize(("asked", "sent"), [("es", "es"), ("zh", "zh"), ("ar", "auto"), ("", "auto")])
def test_only_a_language_that_stripe_knows_is_asked_for(asked: str, sent: str) -> None:
    intent = CheckoutIntent(
        our_id="d-1",
        money=Money.of("10", "USD"),
        title="Deposit",
        merchant="Acme",
        success_url="https://my.acme.example/back",
        cancel_url="https://my.acme.example/deposit",
        language=asked,
    )
    assert checkout_params(intent)["locale"] == sent
