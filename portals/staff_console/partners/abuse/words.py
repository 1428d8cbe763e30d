"""Rules and evidence as a person reads them."""

from typing import Final

from django.utils.translation import gettext_lazy

from tenants.abuse.models import Evidence, Rule

RULES: Final = {
    Rule.SELF_REFERRAL: gettext_lazy("The partner is the client"),
    Rule.SHARED_BANK: gettext_lazy("Same bank account or address"),
    Rule.SHARED_DEVICE: gettext_lazy("Same device"),
    Rule.SHARED_IP: gettext_lazy("Same IP address"),
    Rule.SHORT_DEALS: gettext_lazy("Deals just over the minimum duration"),
    Rule.MIRRORED: gettext_lazy("Mirrored opposite deals"),
}


_SENTENCES: Final = (
    ("same", gettext_lazy("Both have the same %(same)s.")),
    ("ends_in", gettext_lazy("Both are paid to the account that ends in %(ends_in)s.")),
    ("browser", gettext_lazy("Both logged in from %(ip)s with the same browser: %(browser)s")),
    (
        "ip",
        gettext_lazy(
            "Both logged in from %(ip)s: the partner %(partner_times)s times, the client %(client_times)s times."
        ),
    ),
    (
        "seconds",
        gettext_lazy("Deal %(deal)s on %(login)s: %(lots)s lots of %(symbol)s held for %(seconds)s seconds."),
    ),
    (
        "first",
        gettext_lazy(
            "%(lots)s lots of %(symbol)s bought on %(first)s and sold on %(second)s at the same time."
        ),
    ),
)
"""By the fact that makes them."""


def evidence_of(row: Evidence) -> str:
    """One sentence."""
    facts = dict(row.facts)
    if "logins" in facts:
        facts["first"], facts["second"] = facts["logins"]
    sentence = next((sentence for fact, sentence in _SENTENCES if fact in facts), None)
    return str(sentence) % facts if sentence else str(facts)
