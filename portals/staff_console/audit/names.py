"""Who an id is: the names behind a page of entries, read in a handful of queries however many entries there are."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.identity.models import User
from tenants.leads.models import Lead
from tenants.staff.models import Desk, Member, Role
from tenants.trading.models import TradingAccount


@dataclass(frozen=True, slots=True)
class Name:
    """`href` leads to the page of it, where there is one; that page asks again who may see it."""

    label: str
    href: str = ""


def names_of(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Name]:
    wanted = set(ids)
    if not wanted:
        return {}
    found: dict[uuid.UUID, Name] = {}
    for key, label in User.objects.filter(id__in=wanted).values_list("id", "name"):
        found[key] = Name(label)
    for key, label in Desk.objects.filter(id__in=wanted).values_list("id", "name"):
        found[key] = Name(label)
    for key, label in Role.objects.filter(id__in=wanted).values_list("id", "name"):
        found[key] = Name(label)
    for key, label in Member.objects.filter(id__in=wanted).values_list("id", "user__name"):
        found[key] = Name(label)
    return found | _of_people(wanted)


def _of_people(wanted: set[uuid.UUID]) -> dict[uuid.UUID, Name]:
    found: dict[uuid.UUID, Name] = {}
    for key, label in Lead.objects.filter(id__in=wanted).values_list("id", "name"):
        found[key] = Name(label, reverse("person", args=[key]))
    for key, label in Client.objects.filter(id__in=wanted).values_list("id", "lead__name"):
        found[key] = Name(label, reverse("client", args=[key]))
    for key, label in Partner.objects.filter(id__in=wanted).values_list("id", "name"):
        found[key] = Name(label, reverse("partner", args=[key]))
    for key, login in TradingAccount.objects.filter(id__in=wanted).values_list("id", "login"):
        found[key] = Name(str(login))
    return found
