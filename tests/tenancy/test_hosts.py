"""A host name leads to one broker's one surface. Whatever else is asked, nobody's house answers."""

import pytest
from django.test import Client

from atrium.brokers import rules, selectors, services
from atrium.brokers.models import Broker
from atrium.kernel import tenancy
from atrium.kernel.errors import InvalidInput


@pytest.mark.parametrize(
    ("host", "slug", "surface"),
    [
        ("my.acme.localhost", "acme", "client"),
        ("MY.Acme.LOCALHOST", "acme", "client"),
        ("my.acme.localhost.", "acme", "client"),
        ("desk.borealis.localhost:8000", "borealis", "staff"),
        ("console.localhost", "vendor", "vendor"),
    ],
)
def test_a_known_host_leads_to_its_house_however_it_is_written(db, host, slug, surface):
    house = selectors.resolve(host)
    assert (house.tenant.slug, house.surface) == (slug, surface)


@pytest.mark.parametrize(
    "host",
    ["", "localhost", "acme.localhost", "my.acme.localhost.evil.example", "my.acme.localhost@evil.example", "[::1]",
     "my.acme\x00.localhost", "www.my.acme.localhost", "my.nobody.localhost", "m" * 300, "пример.localhost"],
)  # fmt: skip
def test_an_unknown_host_is_a_plain_404(db, host):
    response = Client().get("/account/login/", headers={"host": host})
    assert (response.status_code, response.content) == (404, b"Not found.\n")
    assert not response.cookies


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Original-Host", "Forwarded", "X-Host"])
def test_no_other_header_chooses_the_house(db, header, acme):
    response = Client().get(
        "/account/login/", headers={"host": "nowhere.localhost", header: "my.acme.localhost"}
    )
    assert response.status_code == 404


def test_health_answers_for_any_host(db):
    response = Client().get("/healthz", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content) == (200, b"alive\n")


def test_readiness_names_what_is_missing(committed):
    response = Client().get("/readyz", headers={"host": "10.0.0.7"})
    body = response.json()
    assert response.status_code == 503
    assert {name: body[name] for name in ("database", "redis", "migrations")} == dict.fromkeys(
        ("database", "redis", "migrations"), "ok"
    )
    assert "Is the worker running?" in body["worker"]


def test_a_suspended_broker_says_so_on_every_surface_and_its_neighbour_stays_open(
    committed, acme, borealis, browse
):
    services.suspend(acme.broker_id, reason="Invoice 2026-114 is unpaid.")
    for surface in ("staff", "client", "ib", "api"):
        response = browse(acme, surface).get("/")
        assert response.status_code == 503
        assert "Invoice 2026-114 is unpaid." in response.content.decode()
    assert browse(borealis, "client").get("/account/login/").status_code == 200

    services.resume(acme.broker_id)
    assert browse(acme, "client").get("/account/login/").status_code == 200


def test_a_broker_that_is_being_made_has_no_door_yet(committed):
    with tenancy.public():
        Broker.objects.filter(slug="acme").update(status=Broker.Status.CREATING)
    selectors.forget_houses()
    assert selectors.resolve("my.acme.localhost") is None


def test_a_warm_host_asks_the_registry_nothing(db, acme, django_assert_num_queries):
    selectors.resolve("my.acme.localhost")
    with django_assert_num_queries(0):
        assert selectors.resolve("my.acme.localhost").tenant == acme


@pytest.mark.parametrize(
    "slug", ["", "-a", "a-", "A", "a.b", "a_b", "xn--80ak6aa92e", "a" * 41, "é", "api", "console"]
)
def test_a_name_that_is_no_dns_label_or_is_reserved_is_refused(slug):
    with pytest.raises(InvalidInput) as refused:
        rules.check_slug(slug)
    assert refused.value.field == "slug"
