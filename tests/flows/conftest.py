"""Flows use the same simulator processes as the rooms' own tests."""

from tests.payments.conftest import door, psp_process, shop
from tests.trading.conftest import mt5

__all__ = ["door", "mt5", "psp_process", "shop"]
