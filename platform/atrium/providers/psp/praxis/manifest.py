"""What a broker must fill in to be paid through the Praxis cashier."""

from atrium.providers.manifest import Field
from atrium.providers.psp.manifest import PspManifest

DEFAULT_API = "https://gw.praxisgate.com"

_CURRENCIES = "USD EUR GBP CHF AUD CAD NZD SGD HKD JPY AED ZAR MXN BRL PLN CZK SEK NOK DKK THB"

MANIFEST = PspManifest(
    code="praxis",
    label="Praxis",
    capabilities=frozenset({"deposit", "one_checkout", "fee", "payout_skrill", "payout_neteller"}),
    needs={
        "payout_skrill": frozenset({"gateway_skrill"}),
        "payout_neteller": frozenset({"gateway_neteller"}),
    },
    currencies=frozenset(_CURRENCIES.split()),
    fields=(
        Field("merchant_id", "Merchant id", "Begins with API-"),
        Field("application_key", "Application key", "The name of your website at Praxis"),
        Field("merchant_secret", "Merchant secret", "From the Praxis back office", secret=True),
        Field(
            "previous_merchant_secret",
            "Previous merchant secret",
            "Still accepted while you change the secret; empty it afterwards",
            secret=True,
            required=False,
        ),
        Field(
            "gateway_skrill",
            "Gateway for Skrill payouts",
            "From your account manager at Praxis",
            required=False,
        ),
        Field(
            "gateway_neteller",
            "Gateway for Neteller payouts",
            "From your account manager at Praxis",
            required=False,
        ),
        Field("base_url", "API address", f"Leave empty for {DEFAULT_API}", required=False),
    ),
)
