"""What an assignment rule may ask about a new lead."""

from collections.abc import Mapping
from typing import Any, Final

from atrium.rulebook import Field

from .regions import LABELS, region_of

FIELDS: Final = (
    Field("country", "Country", "choice"),
    Field("region", "Region", "choice", tuple(LABELS.items())),
    Field("language", "Language", "choice"),
    Field("source", "Source", "choice"),
    Field("referral_code", "IB or referral code", "text"),
    Field("campaign", "Campaign", "text"),
    Field("campaign_source", "Campaign source", "text"),
    Field("has_email", "Has an e-mail address", "bool"),
    Field("has_phone", "Has a phone number", "bool"),
)


def of_lead(
    *,
    country: str,
    language: str,
    source: str,
    referral_code: str,
    campaign: Mapping[str, Any],
    email: str,
    phone: str,
) -> dict[str, Any]:
    return {
        "country": country,
        "region": region_of(country),
        "language": language,
        "source": source,
        "referral_code": referral_code,
        "campaign": str(campaign.get("utm_campaign", "")),
        "campaign_source": str(campaign.get("utm_source", "")),
        "has_email": bool(email),
        "has_phone": bool(phone),
    }
