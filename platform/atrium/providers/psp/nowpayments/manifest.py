"""What a broker must fill in to be paid in coins through NOWPayments."""

from atrium.providers.manifest import Field
from atrium.providers.psp.manifest import PspManifest

DEFAULT_API = "https://api.nowpayments.io/v1"
DEFAULT_COIN = "usdttrc20"

MANIFEST = PspManifest(
    code="nowpayments",
    label="NOWPayments",
    capabilities=frozenset({"deposit"}),
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
        Field("base_url", "API address", f"Leave empty for {DEFAULT_API}", required=False),
    ),
)
