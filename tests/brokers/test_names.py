"""A name that cannot be part of a host name, or is somebody's already, is refused in words, and nothing is written."""

import pytest

from atrium.brokers import rules, services
from atrium.brokers.models import Broker, Domain
from atrium.brokers.types import BrokerOrder
from atrium.kernel import tenancy
from atrium.kernel.errors import Conflict, InvalidInput

GOOD = ["a", "acme-2", "x" * 40, "4x"]
BAD = [
    "", "-acme", "acme-", "Acme", "ac me", "ac.me", "ac_me", "x" * 41, "xn--80ak6aa92e", "acmé", "acme\n", "a'b", "акме",
]  # fmt: skip


@pytest.mark.parametrize("slug", GOOD)
def test_a_dns_label_is_a_name(slug):
    assert rules.check_slug(slug) == slug


@pytest.mark.parametrize("slug", BAD)
def test_what_is_no_dns_label_is_no_name(slug):
    with pytest.raises(InvalidInput, match="cannot be part of a host name") as refusal:
        rules.check_slug(slug)
    assert refusal.value.field == "slug"


@pytest.mark.parametrize("slug", ["console", "www", "api", "admin"])
def test_what_the_vendor_needs_is_kept(slug):
    with pytest.raises(InvalidInput, match="kept for the vendor"):
        rules.check_slug(slug)


def test_a_taken_name_is_refused_and_nothing_is_written(db):
    before = _counts()
    with pytest.raises(Conflict, match="“acme” is taken by another broker") as refusal:
        services.request_broker(BrokerOrder("Acme Two", "acme", "a@two.example", "Ann"))
    assert refusal.value.field == "slug"
    assert _counts() == before


def test_a_host_that_leads_elsewhere_is_taken_too(db, borealis):
    with tenancy.public():
        Domain.objects.create(tenant_id=borealis.broker_id, domain="my.delta.localhost", surface="client")
    with pytest.raises(Conflict, match="“delta” is taken"):
        services.request_broker(BrokerOrder("Delta", "delta", "d@delta.example", "Dora"))


def _counts():
    with tenancy.public():
        return Broker.objects.count(), Domain.objects.count()
