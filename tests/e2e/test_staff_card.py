"""The page people live in, by keyboard: a person's card, a task with undo, a note that calls a colleague, the bell."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from atrium.kernel import clock, tenancy
from atrium.providers.trading.contract import AccountMoney
from tenants.clients.models import Client
from tenants.identity.models import LogIn, User
from tenants.leads.services import assign_lead
from tenants.staff.models import Member
from tenants.trading import services as trading
from tenants.trading.models import TradingAccount
from tenants.work import services as work
from tenants.work.types import PERSON, Subject
from tests.e2e import axe
from tests.e2e.desk import Desk
from tests.e2e.site import Site


@pytest.fixture(scope="module")
def clara(site: Site, desk: Desk) -> Client:
    """Claire with a past: equity of ninety days, log-ins, calls, notes, tags and something to do."""
    from tests.ground import tenants

    with tenancy.entered(tenants()["acme"]):
        client = Client.objects.select_related("lead", "user").get(id=desk.family.clara.id)
        sam = Member.objects.get(user__email=desk.sam)
        assign_lead(lead_id=client.lead_id, member=sam, reason="She asked for him")
        client.lead.phone = "+35799123456"
        client.lead.save(update_fields=["phone"])
        _equity(client)
        _work(client, sam.user, User.objects.get(email=desk.rita, realm="staff"))
        return client


def _equity(client: Client) -> None:
    account = TradingAccount.objects.filter(client_id=client.id).first()
    assert account is not None
    TradingAccount.objects.filter(id=account.id).update(kind="live", currency=client.currency)
    today = clock.now().date()
    for back in range(89, -1, -1):
        worth = Decimal(2400) + Decimal((back * 37) % 290) * 3 - Decimal(back) * 9
        money = AccountMoney(account.login, worth, Decimal(0), worth, Decimal(120), worth - 120)
        trading.keep_equity({account: money}, day=today - timedelta(days=back))


def _work(client: Client, sam: User, rita: User) -> None:
    subject, now = Subject(PERSON, client.lead_id, client.lead.name), clock.now()
    for back in range(1, 12):
        at = (now - timedelta(days=back)).replace(hour=16 + back % 3, minute=7 * back % 60)
        agent = "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0"
        LogIn.objects.create(
            user=client.user,
            at=at,
            surface="client",
            ip="203.0.113.7",
            user_agent=agent,
            device="Chrome on Windows",
        )
    work.write_note(
        author=rita, subject=subject, text="Prefers Greek. Never before 10. @sam knows her well.", pinned=True
    )
    work.write_note(
        author=sam, subject=subject, text="Thinks of moving her other broker’s money here.", private=True
    )
    for name, colour in (("VIP", "brand"), ("Speaks Greek", "busy")):
        work.put_tag(tag_id=work.add_tag(name=name, colour=colour).id, subject=subject)
    done = work.create_task(title="Welcome call", owner=sam, by=sam, kind="call", subject=subject)
    work.finish_task(task_id=done.id, by=sam, outcome="reached", result="Wants a second account")
    work.create_task(
        title="Ask for the proof of address",
        owner=sam,
        by=rita,
        kind="email",
        subject=subject,
        due_at=now - timedelta(hours=3),
    )
    work.create_task(
        title="Call about the second account", owner=sam, by=sam, kind="call", subject=subject,
        due_at=now + timedelta(hours=26), priority=3,
    )  # fmt: skip


def look(page: Any, name: str, shoot: Any) -> None:
    assert axe.violations(page) == []
    shoot(page, name)


def test_the_card_is_one_page_in_every_tab(
    site: Site, acme: Any, desk: Desk, clara: Client, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    page.set_viewport_size({"width": 1440, "height": 1000})
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", f"/clients/{clara.id}/"))
    expect(page.locator(".at-hours")).to_be_visible()
    expect(page.locator("figure.at-chart canvas, figure.at-chart svg").first).to_be_visible()
    look(page, "staff-card", shoot)
    for tab in (
        "accounts",
        "money",
        "trades",
        "kyc",
        "partner",
        "mails",
        "notes",
        "tasks",
        "devices",
        "ownership",
        "audit",
    ):
        page.locator(f"#tab-{tab}").click()
        page.wait_for_url(f"**/clients/{clara.id}/{tab}/")
        expect(page.locator(f"#tab-{tab}")).to_have_attribute("aria-current", "page")
        assert axe.violations(page) == [], tab
        if tab in ("notes", "tasks", "devices"):
            shoot(page, f"staff-card-{tab}")


def test_the_card_on_a_phone(
    site: Site, acme: Any, desk: Desk, clara: Client, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page(phone=True)
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", f"/clients/{clara.id}/"))
    expect(page.locator(".at-hours")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    look(page, "staff-card-phone", shoot)


def test_a_task_is_added_done_and_undone_by_keyboard(
    site: Site, acme: Any, desk: Desk, clara: Client, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    page.set_viewport_size({"width": 1440, "height": 1000})
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", f"/clients/{clara.id}/"))
    expect(page.locator("body[data-live=on]")).to_be_attached()
    page.keyboard.press("t")
    drawer = page.locator("#drawer")
    expect(drawer.get_by_label("What is to be done")).to_be_focused()
    page.keyboard.type("Send the new conditions")
    shoot(page, "staff-task-new")
    page.keyboard.press("Enter")
    expect(drawer).to_be_hidden()
    todo = page.locator(".at-todo")
    expect(todo).to_contain_text("Send the new conditions")
    todo.get_by_role("button", name="Done: Send the new conditions").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Done: Send the new conditions")
    expect(page.locator("[data-timeline]")).to_contain_text("Send the new conditions")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(todo).to_contain_text("Send the new conditions")


def test_a_mention_rings_the_colleagues_bell_at_once(
    site: Site, acme: Any, desk: Desk, clara: Client, open_page: Any, log_in: Any, shoot: Any
) -> None:
    hers = open_page()
    log_in(hers, acme, "staff", desk.rita)
    before = int(hers.locator("#bell .at-count").get_attribute("data-count") or 0)
    his = open_page()
    log_in(his, acme, "staff", desk.sam)
    his.goto(site.url(acme, "staff", f"/clients/{clara.id}/"))
    expect(his.locator("body[data-live=on]")).to_be_attached()
    expect(hers.locator("body[data-live=on]")).to_be_attached()
    his.keyboard.press("n")
    expect(his.locator("#drawer textarea")).to_be_visible()
    his.locator("#drawer textarea").fill("@rita please look at her papers")
    his.locator("#drawer").get_by_role("button", name="Add note").click()
    expect(his.locator("[data-timeline]")).to_contain_text("please look at her papers")
    expect(hers.locator("#bell .at-count")).to_have_attribute("data-count", str(before + 1))
    hers.keyboard.press("b")
    expect(hers.locator("#drawer")).to_contain_text("Sam mentioned you")
    look(hers, "staff-bell", shoot)
    hers.keyboard.press("m")
    expect(hers.locator("#bell .at-count")).to_have_attribute("data-count", "0")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/tasks/", "staff-tasks"),
        ("/calendar/?view=month", "staff-calendar"),
        ("/wealth/", "staff-wealth"),
        ("/notifications/settings/", "staff-notification-settings"),
        ("/settings/tags/", "staff-tags"),
        ("/", "staff-my-day"),
    ],
)
@pytest.mark.parametrize("phone", [False, True])
def test_the_pages_of_work_are_sound_and_fit(
    address: str, name: str, phone: bool, site: Site, acme: Any, desk: Desk, clara: Client, open_page: Any,
    log_in: Any, shoot: Any,
) -> None:  # fmt: skip
    page = open_page(phone=phone)
    if not phone:
        page.set_viewport_size({"width": 1440, "height": 900})
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", address))
    expect(page.locator("#main h1").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    look(page, f"{name}-phone" if phone else name, shoot)
