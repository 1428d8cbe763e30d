"""What a broker must fill in to be paid in coins through NOWPayments."""

from atrium.providers.manifest import Field
from atrium.providers.psp.manifest import PspManifest

DEFAULT_API = "https://api.nowpayments.io/v1"
DEFAULT_COIN = "usdttrc20"
PAYOUT_LOGIN = ("payout_email", "payout_password", "payout_code_secret")

MANIFEST = PspManifest(
    code="nowpayments",
    label="NOWPayments",
    capabilities=frozenset({"deposit", "payout_crypto"}),
    needs={"payout_crypto": frozenset(PAYOUT_LOGIN)},
    currencies=frozenset({"USD", "EUR", "GBP", "USDT", "USDC"}),
    fields=(
        Field("api_key", "API key", "From Settings → API keys", secret=True),
        Field(
            "webhook_secret", "IPN secret key", "From Settings → Instant payment notifications", secret=True
        ),
        Field(
            "previous_webhook_secret",
            "Previous IPN secret key",
            "Still accepted while you change the key; empty it afterwards",
            secret=True,
            required=False,
        ),
        Field(
            "payout_email",
            "E-mail address for payouts",
            "Of the NOWPayments account that sends the coins; only where you pay out in coins",
            required=False,
        ),
        Field("payout_password", "Password for payouts", "Of that account", secret=True, required=False),
        Field(
            "payout_code_secret",
            "Authenticator secret for payouts",
            "The base-32 text shown when two-factor authentication by app is switched on there",
            secret=True,
            required=False,
        ),
        Field("base_url", "API address", f"Leave empty for {DEFAULT_API}", required=False),
    ),
)
