"""The broker's rules for partners, some of them changed."""

from decimal import Decimal
from typing import Any

from tenants.ibs import selectors, services


def rules_of(**more: Any) -> None:
    now = selectors.policy()
    services.save_policy(
        **{
            "click": now.click,
            "window_days": now.window_days,
            "sight": now.sight,
            "partners_invite": now.partners_invite,
            "client_rebates_asked": now.client_rebates_asked,
            "most_client_share": Decimal(now.most_client_share),
            **more,
        }
    )
