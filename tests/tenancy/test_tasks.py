"""A task enters its broker or does not run: fail closed, where the stock way runs in public."""

import pytest
from celery import Celery
from celery.exceptions import Reject

from atrium.kernel import actor, tenancy
from atrium.kernel.tasks import ACTOR_HEADER, SCHEMA_HEADER, BrokerTask, PublicTask


@pytest.fixture(scope="module")
def tasks(ground):
    app = Celery("tests", broker="memory://", set_as_current=False)

    @app.task(base=BrokerTask, name="where", shared=False)
    def where() -> tuple[str, str]:
        return tenancy.current_schema(), actor.current().label

    @app.task(base=PublicTask, name="where_public", shared=False)
    def where_public() -> tuple[str, str]:
        return tenancy.current_schema(), actor.current().label

    @app.task(name="careless", shared=False)
    def careless() -> str:
        return tenancy.current_schema()

    return app.tasks


def _run(task, headers):
    task.push_request(**headers)
    try:
        return task()
    finally:
        task.pop_request()


def test_a_task_runs_inside_the_broker_of_its_header_and_as_its_actor(db, tasks, acme):
    sam = actor.Actor(kind="staff", label="Sam").as_setting()
    assert _run(tasks["where"], {SCHEMA_HEADER: acme.schema, ACTOR_HEADER: sam}) == (acme.schema, "Sam")
    assert tenancy.current() is None


def test_without_the_base_class_a_message_without_header_runs_in_public(tasks):
    assert _run(tasks["careless"], {}) == "public"


@pytest.mark.parametrize(
    "headers", [{}, {SCHEMA_HEADER: "public"}, {SCHEMA_HEADER: "t_gone22222222"}, {SCHEMA_HEADER: ""}]
)
def test_a_message_that_names_no_living_broker_is_refused(db, tasks, headers):
    with pytest.raises(Reject) as refused:
        _run(tasks["where"], headers)
    assert refused.value.requeue is False


def test_a_suspended_brokers_task_is_refused(db, tasks, acme):
    from atrium.brokers.models import Broker

    with tenancy.public():
        Broker.objects.filter(id=acme.broker_id).update(status="suspended")
    with pytest.raises(Reject, match="suspended"):
        _run(tasks["where"], {SCHEMA_HEADER: acme.schema})


def test_a_task_of_the_registry_runs_in_public_and_says_so_itself(db, tasks):
    assert _run(tasks["where_public"], {SCHEMA_HEADER: "public"}) == ("public", "Atrium")


def test_sending_writes_the_senders_broker_into_the_header(tasks, acme, monkeypatch):
    sent = {}
    monkeypatch.setattr(
        "celery.app.task.Task.apply_async",
        lambda self, args=None, kwargs=None, **options: sent.update(options),
    )
    with tenancy.entered(acme):
        tasks["where"].apply_async()
    assert sent["headers"][SCHEMA_HEADER] == acme.schema


def test_only_json_is_accepted():
    from infra.celery import app

    assert list(app.conf.accept_content) == ["json"]
