"""What the fake wants to know: which memory is its own, and with which secret it signs."""

from atrium.providers.manifest import Field
from atrium.providers.psp.manifest import PspManifest

MANIFEST = PspManifest(
    code="fake",
    label="Fake PSP",
    capabilities=frozenset({"deposit", "one_checkout", "payout", "idempotent_payouts", "refund", "fee"}),
    currencies=frozenset({"USD", "EUR", "JPY"}),
    fields=(
        Field("memory", "Memory", "Any word; adapters with the same word share one provider"),
        Field("webhook_secret", "Webhook secret", "Any word", secret=True),
        Field("previous_webhook_secret", "Previous webhook secret", "", secret=True, required=False),
    ),
)
