"""Mails leave at once or as one digest a period, and none twice."""

import os
import signal
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from atrium.kernel import clock, tenancy
from tenants.identity.models import User
from tenants.messaging.backend import LoggedEmailBackend
from tenants.messaging.models import Mail
from tenants.notifications import mailings, services
from tenants.notifications.models import Mailing, Notification
from tenants.staff.services import add_member

MORNING = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def logged(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tenants.messaging.backend.LoggedEmailBackend"


def add_sam() -> User:
    return add_member(email="sam@acme.example", name="Sam Sales", role="Sales").user


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def mails() -> list[str]:
    return [mail.subject for mail in Mail.objects.order_by("at", "id")]


@pytest.mark.usefixtures("in_acme")
class TestDigests:
    def test_at_once_means_with_the_next_ring(self) -> None:
        sam = add_sam()
        services.notify(users=[sam], kind="mention", title="Rita mentioned you", url="/clients/1/")
        assert (mailings.send_due(), mailings.send_due()) == (1, 0)
        mail = Mail.objects.get()
        assert (mail.subject, mail.to) == ("Acme Markets: Rita mentioned you", ["sam@acme.example"])
        assert "/clients/1/" in mail.body

    def test_a_period_is_one_mail(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sam = add_sam()
        at(monkeypatch, MORNING)
        for title in ("One", "Two", "Three"):
            services.notify(users=[sam], kind="task.due", title=title)
        assert mailings.send_due() == 0
        at(monkeypatch, MORNING + timedelta(minutes=40))
        assert (mailings.send_due(), mailings.send_due()) == (1, 0)
        assert mails() == ["Acme Markets: 3 things to know"]
        assert all(title in Mail.objects.get().body for title in ("One", "Two", "Three"))

    def test_what_comes_in_the_next_hour_waits_for_its_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sam = add_sam()
        at(monkeypatch, MORNING)
        services.notify(users=[sam], kind="task.due", title="Early")
        at(monkeypatch, MORNING + timedelta(minutes=35))
        services.notify(users=[sam], kind="task.due", title="Late")
        assert mailings.send_due() == 1
        assert "Late" not in Mail.objects.get().body
        at(monkeypatch, MORNING + timedelta(minutes=95))
        assert mailings.send_due() == 1
        assert mails() == ["Acme Markets: 1 thing to know"] * 2

    def test_a_day_ends_where_the_reader_lives(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sam = add_sam()
        sam.time_zone = "America/New_York"
        sam.save(update_fields=["time_zone"])
        at(monkeypatch, MORNING)  # 04:30 in New York
        services.notify(users=[sam], kind="lead.assigned", title="A lead for you")
        at(monkeypatch, datetime(2026, 11, 22, 12, 59, tzinfo=UTC))
        assert mailings.send_due() == 0
        at(monkeypatch, datetime(2026, 11, 22, 13, 1, tzinfo=UTC))
        assert mailings.send_due() == 1

    def test_what_was_read_in_the_bell_is_not_mailed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sam = add_sam()
        at(monkeypatch, MORNING)
        services.notify(users=[sam], kind="task.due", title="Read")
        services.mark_read(user=sam)
        at(monkeypatch, MORNING + timedelta(hours=2))
        assert mailings.send_due() == 0
        assert mails() == []


@pytest.mark.usefixtures("committed")
def test_a_worker_killed_while_sending_sends_nothing_twice(
    acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenancy.entered(acme):
        sam = add_sam()
        services.notify(users=[sam], kind="mention", title="Before the crash")
        _die_while_sending()
        assert mails() == ["Acme Markets: Before the crash"]  # it had left
        assert mailings.send_due() == 0
        at(monkeypatch, datetime.now(UTC) + timedelta(minutes=30))
        services.notify(users=[sam], kind="mention", title="After the crash")
        assert mailings.send_due() == 1
        assert mails() == ["Acme Markets: Before the crash", "Acme Markets: After the crash"]
        assert "may not have reached you" in Mail.objects.order_by("-at").first().body  # type: ignore[union-attr]
        assert sorted(Mailing.objects.values_list("state", flat=True)) == ["sent", "unsure"]
        assert Notification.objects.filter(mailing=None).count() == 0


def _die_while_sending() -> None:
    """A process of its own is killed after the mail left and before that was written down."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        send = LoggedEmailBackend.send_messages

        def send_and_die(self: LoggedEmailBackend, messages: Any) -> int:
            send(self, messages)
            os.kill(os.getpid(), signal.SIGKILL)
            return 0

        LoggedEmailBackend.send_messages = send_and_die  # type: ignore[method-assign,assignment]
        try:
            mailings.send_due()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
