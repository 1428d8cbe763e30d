"""What a broker must fill in to be paid through Stripe."""

from atrium.providers.manifest import Field
from atrium.providers.psp.manifest import PspManifest

DEFAULT_API = "https://api.stripe.com"

# Currencies whose minor unit at Stripe is the one of ISO 4217; others (ISK, UGX, HUF payouts) have rules of their own.
_CURRENCIES = "USD EUR GBP CHF AUD CAD NZD SGD HKD JPY AED ZAR MXN BRL PLN CZK SEK NOK DKK THB"

MANIFEST = PspManifest(
    code="stripe",
    label="Stripe",
    capabilities=frozenset(
        {
            "deposit",
            "one_checkout",
            "payout",
            "payout_stripe",
            "idempotent_payouts",
            "refund",
            "fee",
            "webhook_setup",
        }
    ),
    currencies=frozenset(_CURRENCIES.split()),
    fields=(
        Field("secret_key", "Secret key", "Begins with sk_; from Developers → API keys", secret=True),
        Field("webhook_secret", "Webhook secret", "Begins with whsec_; of the endpoint below", secret=True),
        Field(
            "previous_webhook_secret",
            "Previous webhook secret",
            "Still accepted while you change the secret; empty it afterwards",
            secret=True,
            required=False,
        ),
        Field("base_url", "API address", f"Leave empty for {DEFAULT_API}", required=False),
    ),
)
