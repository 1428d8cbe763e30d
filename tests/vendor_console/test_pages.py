"""What an operator sees and may do in the operations room."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.brokers.models import Broker
from atrium.kernel import clock, tenancy
from atrium.plans import services
from atrium.plans.types import Reading
from tenants.activity.models import Entry
from tenants.identity.models import User
from tenants.staff.services import add_member

ORDER = {
    "name": "Corona Capital",
    "slug": "corona",
    "currency": "CHF",
    "language": "en",
    "country": "CH",
    "admin_name": "Carol Admin",
    "admin_email": "carol@corona.example",
}


@pytest.fixture
def operator(db, vendor, browse):
    with tenancy.entered(vendor):
        olga = User.objects.get(email="olga@vendor.example")
    return browse(vendor, "vendor", olga)


def brokers(**facts):
    with tenancy.public():
        return list(Broker.objects.filter(kind="broker", **facts))


def set_status(broker_id, **facts):
    with tenancy.public():
        Broker.objects.filter(id=broker_id).update(**facts)


def texts(house, **facts):
    with tenancy.entered(house):
        return list(Entry.objects.filter(subject_kind="broker", **facts).values_list("text", flat=True))


@pytest.mark.parametrize("path", ["/", "/brokers/new/", "/log/", "/brokers/totals/"])
def test_a_visitor_is_led_to_the_log_in(db, vendor, browse, path):
    answer = browse(vendor, "vendor").get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/")


def test_an_operator_without_the_permission_finds_nothing(db, vendor, browse):
    with tenancy.entered(vendor):
        omar = add_member(email="omar@vendor.example", name="Omar", role="Sales", realm="operator").user
    browser = browse(vendor, "vendor", omar)
    assert [browser.get(path).status_code for path in ("/", "/brokers/new/", "/log/")] == [404] * 3
    assert browser.post("/brokers/new/", ORDER).status_code == 404
    assert brokers(slug="corona") == []


def test_the_board_names_every_broker_but_the_vendor(operator):
    page = operator.get("/").content.decode()
    assert "Acme Markets" in page
    assert "Borealis" in page
    assert page.count('id="broker-') == 2


def test_the_board_is_filtered_by_name_and_status(operator, acme):
    assert operator.get("/?q=bore").content.decode().count('id="broker-') == 1
    assert operator.get("/?status=suspended").content.decode().count('id="broker-') == 0
    assert operator.get("/?status=nonsense").content.decode().count('id="broker-') == 2


def test_an_order_is_written_down_noted_and_leads_to_its_progress(operator, vendor):
    answer = operator.post("/brokers/new/", ORDER)
    [corona] = brokers(slug="corona")
    assert (answer.status_code, answer["Location"]) == (302, f"/brokers/{corona.id}/progress/")
    assert (corona.status, corona.currency, corona.country) == ("creating", "CHF", "CH")
    assert texts(vendor, subject_id=corona.id) == ["Asked for Corona Capital (corona)"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"slug": "acme"}, "“acme” is taken by another broker. Choose another name."),
        ({"slug": "Not A Label"}, "cannot be part of a host name"),
        ({"slug": "console"}, "“console” is kept for the vendor"),
        ({"admin_email": "carol"}, "Enter a valid email address"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_a_bad_order_is_answered_beside_the_field_and_keeps_what_was_typed(operator, changed, said):
    before = len(brokers())
    answer = operator.post("/brokers/new/", {**ORDER, **changed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="Carol Admin"' in page
    assert len(brokers()) == before


def test_the_addresses_of_a_name_are_shown_while_it_is_typed(operator):
    assert "desk.corona.localhost" in operator.get("/brokers/new/hosts/?slug=corona").content.decode()
    assert "is taken" in operator.get("/brokers/new/hosts/?slug=acme").content.decode()
    assert "cannot be part" in operator.get("/brokers/new/hosts/?slug=A_b").content.decode()
    assert "at-alert" not in operator.get("/brokers/new/hosts/?slug=").content.decode()


def test_progress_asks_again_until_it_is_ready_and_then_no_more(operator):
    operator.post("/brokers/new/", ORDER)
    [corona] = brokers(slug="corona")
    path = f"/brokers/{corona.id}/progress/"
    waiting = operator.get(path).content.decode()
    assert 'hx-trigger="every 700ms"' in waiting
    assert "Send again" not in waiting
    set_status(corona.id, requested_at=clock.now() - timedelta(minutes=1))
    assert "Send again" in operator.get(path).content.decode()
    set_status(corona.id, status="active", active_at=clock.now())
    ready = operator.get(path, headers={"HX-Request": "true", "HX-Target": "progress"}).content.decode()
    assert "hx-trigger" not in ready
    assert "http://my.corona.localhost" in ready
    assert "<html" not in ready


def test_a_failure_is_shown_with_what_happened_and_can_be_tried_again(operator, vendor):
    operator.post("/brokers/new/", ORDER)
    [corona] = brokers(slug="corona")
    set_status(corona.id, status="failed", failure="OperationalError: disk full")
    page = operator.get(f"/brokers/{corona.id}/", follow=True).content.decode()
    assert "OperationalError: disk full" in page
    assert "Nothing is lost" in page
    assert "Try again" in page
    answer = operator.post(f"/brokers/{corona.id}/retry/")
    assert answer["Location"] == f"/brokers/{corona.id}/progress/"
    assert [broker.status for broker in brokers(slug="corona")] == ["creating"]
    assert texts(vendor, verb="retried") == ["Creation of Corona Capital was tried again"]


def test_a_suspension_is_noted_with_its_reason_and_undone_by_resuming(operator, vendor, acme):
    path = f"/brokers/{acme.broker_id}"
    assert operator.post(f"{path}/suspend/", {"reason": ""}).status_code == 422
    assert brokers(slug="acme")[0].status == "active"
    operator.post(f"{path}/suspend/", {"reason": "Unpaid."})
    assert brokers(slug="acme")[0].status == "suspended"
    assert "Unpaid." in operator.get(f"{path}/").content.decode()
    operator.post(f"{path}/resume/")
    assert brokers(slug="acme")[0].status == "active"
    assert set(texts(vendor, subject_id=acme.broker_id)) == {
        "Acme Markets was suspended: Unpaid.",
        "Acme Markets was resumed",
    }
    page = operator.get("/log/").content.decode()
    assert page.index("Acme Markets was resumed") < page.index("Acme Markets was suspended: Unpaid.")


@pytest.mark.parametrize("path", ["", "progress/", "health/"])
def test_what_is_no_broker_does_not_exist(operator, vendor, path):
    for stranger in (uuid.uuid4(), vendor.broker_id):
        assert operator.get(f"/brokers/{stranger}/{path}").status_code == 404


def test_the_board_asks_the_database_as_often_for_many_brokers_as_for_two(operator):
    def queries():
        operator.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert operator.get("/").status_code == 200
        return len(captured)

    few = queries()
    now = clock.now()
    with tenancy.public():
        for number in range(40):
            broker = Broker.objects.create(
                schema_name=tenancy.new_schema_name(), slug=f"many{number}", name=f"Many {number}",
                status="active", requested_at=now,
            )  # fmt: skip
            services.record_reading(
                broker_id=broker.id, reading=Reading(now.date(), now, {"clients": number}, feed_lag_seconds=1)
            )
    assert queries() == few
