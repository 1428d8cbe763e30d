"""A broker is made whole or not at all; a failed creation keeps its order and is finished by trying again."""

import pytest
from django.db import connection

from atrium.brokers import provisioning, selectors, services
from atrium.brokers.models import Broker
from atrium.brokers.types import BrokerOrder
from atrium.kernel import tenancy
from atrium.kernel.errors import Refused
from tenants.identity.models import User
from tenants.outbox.models import Event
from tenants.staff.models import Member, Role


class Broken(Exception):
    pass


def fail(order: BrokerOrder) -> None:
    raise Broken("the disk is full")


def make_and_fail(order: BrokerOrder) -> None:
    Role.objects.create(name="Half made", permissions=[])
    raise Broken("the disk is full")


def broker_of(slug: str) -> Broker:
    with tenancy.public():
        return Broker.objects.get(slug=slug)


def request(order: BrokerOrder) -> Broker:
    broker_id = services.request_broker(order)
    with tenancy.public():
        return Broker.objects.get(id=broker_id)


def test_an_ordered_broker_opens_with_its_hosts_its_settings_and_its_administrator(owner, order):
    broker = request(order)
    assert broker.status == "creating"
    assert selectors.resolve("desk.corona.localhost") is None
    services.provision(broker.id)
    assert broker_of("corona").status == "active"
    houses = {
        host: selectors.resolve(f"{host}.corona.localhost").surface for host in ("desk", "my", "ib", "api")
    }
    assert houses == {"desk": "staff", "my": "client", "ib": "ib", "api": "api"}
    with tenancy.entered(broker_of("corona").as_tenant()):
        carol = Member.objects.get()
        assert (carol.user.email, carol.roles_label, carol.user.realm) == (
            "carol@corona.example", "Administrator", "staff",
        )  # fmt: skip
        assert not carol.user.has_usable_password()
        assert Event.objects.get(kind="member.invited").payload == {"member_id": str(carol.id)}


def test_a_job_that_comes_twice_makes_one_broker(owner, order):
    broker = request(order)
    services.provision(broker.id)
    before = broker_of("corona").active_at
    services.provision(broker.id)
    assert broker_of("corona").active_at == before
    with tenancy.entered(broker.as_tenant()):
        assert User.objects.count() == 1


STEPS = [
    pytest.param("atrium.brokers.provisioning.grants.ensure_house_role", False, id="before the schema"),
    pytest.param("atrium.brokers.provisioning.grants.grant_house", False, id="after the tables, before the rights"),
    pytest.param("tenants.branding.services.create_default_brand", True, id="first furnishing"),
    pytest.param("tenants.staff.services.create_default_staff", True, id="the people"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "schema_stands"), STEPS)
def test_a_failure_at_any_step_is_said_and_cured_by_trying_again(
    owner, order, monkeypatch, step, schema_stands
):
    broker = request(order)
    with monkeypatch.context() as broken:
        broken.setattr(step, _fails)
        with pytest.raises(Broken):
            services.provision(broker.id)
    failed = broker_of("corona")
    assert (failed.status, failed.failure) == ("failed", "Broken: the disk is full")
    assert selectors.resolve("desk.corona.localhost") is None
    with provisioning.owner_connection() as raw:
        assert provisioning.schema_exists(raw, failed.schema_name) is schema_stands
    services.retry_provisioning(broker.id)
    services.provision(broker.id)
    cured = broker_of("corona")
    assert (cured.status, cured.failure) == ("active", "")
    with tenancy.entered(cured.as_tenant()):
        assert User.objects.count() == 1


def _fails(*args, **kwargs):
    raise Broken("the disk is full")


def test_furnishing_is_one_transaction(owner, order, settings):
    broker = request(order)
    settings.BROKER_DEFAULTS = [*settings.BROKER_DEFAULTS, f"{__name__}.make_and_fail"]
    with pytest.raises(Broken):
        services.provision(broker.id)
    with tenancy.entered(broker.as_tenant()):
        assert (Role.objects.count(), User.objects.count()) == (0, 0)


def test_who_fails_late_closes_nothing_that_another_worker_opened(owner, order, monkeypatch):
    broker = request(order)

    def other_worker_is_faster(*args):
        monkeypatch.undo()
        services.provision(broker.id)
        raise Broken("the schema exists")

    monkeypatch.setattr(provisioning, "create_schema", other_worker_is_faster)
    with pytest.raises(Broken):
        services.provision(broker.id)
    assert broker_of("corona").status == "active"


def test_an_open_broker_is_not_made_again(db, acme):
    with pytest.raises(Refused, match="Acme Markets did not fail"):
        services.retry_provisioning(acme.broker_id)


def test_an_order_survives_a_bell_that_is_out_of_order(committed, order, settings, monkeypatch):
    def deaf(*args, **kwargs):
        raise ConnectionError("no Redis")

    monkeypatch.setattr("atrium.brokers.tasks.provision.apply_async", deaf)
    assert request(order).status == "creating"


def test_the_serving_role_can_make_no_schema(db, order):
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA t_aaaaaaaaaaaa")
