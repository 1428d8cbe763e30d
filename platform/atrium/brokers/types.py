"""What a new broker asks for."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BrokerOrder:
    """Everything the furnishing of a new house needs. Kept with the broker so that creation can be tried again."""

    name: str
    slug: str
    admin_email: str
    admin_name: str
    currency: str = "USD"
    language: str = "en"
    country: str = ""
    admin_password_hash: str = ""  # empty: the admin sets a password by the mailed link
    preset: str = ""  # name of a demo furnishing
    broker_id: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
