"""Reads of KYC."""

from tenants.clients.models import Client

from . import rules
from .models import Check, Policy


def policy() -> Policy:
    return Policy.objects.filter(id=1).first() or Policy()


def may_open_live(client: Client) -> rules.Verdict:
    return rules.may_open_live(level=client.kyc_level, required=policy().live_requires_level)


def may_deposit(client: Client) -> rules.Verdict:
    return rules.may_deposit(level=client.kyc_level, required=policy().deposit_requires_level)


def checks_of(client: Client) -> list[Check]:
    return list(Check.objects.filter(client=client).order_by("-submitted_at"))
