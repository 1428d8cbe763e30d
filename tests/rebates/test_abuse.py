"""Signs of abuse: each rule finds what was planted and nothing else, with evidence; a hold stops money, a release lets it go."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from tenants.abuse import selectors
from tenants.abuse import services as abuse
from tenants.abuse.models import Evidence, Flag
from tenants.identity.models import LogIn, User
from tenants.ledger import selectors as ledger
from tenants.notifications.models import Notification
from tenants.payments.models import Destination
from tenants.rebates import services
from tests.ibs.people import Family, client, family
from tests.rebates.market import account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def cast(in_acme: Any) -> Family:
    return family()


def now() -> datetime:
    return clock.now().replace(microsecond=0)


def log_in(user: User, ip: str, browser: str = "Firefox/1") -> None:
    LogIn.objects.create(user=user, at=now() - timedelta(days=1), surface="ib", ip=ip, user_agent=browser)


def found() -> dict[str, list[tuple[str, str, str | None, int]]]:
    rows: dict[str, list[tuple[str, str, str | None, int]]] = {}
    for flag in selectors.flags().order_by("partner__number", "client__number"):
        other = flag.other.lead.name if flag.other else None
        rows.setdefault(flag.rule, []).append((flag.partner.name, flag.client.lead.name, other, flag.signs))
    return rows


def test_where_there_is_nothing_nothing_is_found(cast: Family) -> None:
    deal(account(cast.clara), batch=uuid.uuid4(), at=now() - timedelta(days=1))
    log_in(cast.ida.user, "10.0.0.1")
    log_in(cast.clara.user, "10.0.0.2")
    assert abuse.look() == 0
    assert Flag.objects.count() == 0


def test_the_partner_who_is_its_own_client(cast: Family) -> None:
    User.objects.filter(id=cast.clara.user_id).update(person=cast.ida.person, email="IDA@partners.example")
    assert abuse.look() == 1
    assert found() == {"self_referral": [("Ida", "Clara", None, 2)]}
    assert {row.facts["same"] for row in Evidence.objects.all()} == {"person", "e-mail"}


def test_a_shared_address_and_a_shared_device(cast: Family) -> None:
    dora, eve = client("Dora", cast.ida), client("Eve", cast.ida)
    log_in(cast.ida.user, "10.0.0.1", "Firefox/1")
    log_in(cast.clara.user, "10.0.0.1", "Firefox/1")  # the same device
    log_in(dora.user, "10.0.0.1", "Chrome/9")  # the same address alone
    log_in(eve.user, "10.0.0.3", "Firefox/1")  # the same browser elsewhere says nothing
    log_in(cast.zoe.user, "10.0.0.1", "Chrome/9")  # not the partner of any of them
    abuse.look()
    assert found() == {
        "shared_device": [("Ida", "Clara", None, 1)],
        "shared_ip": [("Ida", "Dora", None, 1)],
    }


def test_an_address_of_many_people_says_nothing(cast: Family) -> None:
    for number in range(6):
        log_in(client(f"C{number}", cast.ida).user, "10.0.0.1", f"Browser/{number}")
    log_in(cast.ida.user, "10.0.0.1")
    assert abuse.look() == 0


def test_the_same_bank_account_however_it_is_written(cast: Family) -> None:
    for kind, who, number in (
        ("ib", cast.ida, "DE89 3704 0044 0532 0130 00"),
        ("client", cast.clara, "de89370400440532013000"),
        ("client", client("Dora", cast.ida), "DE02120300000000202051"),
    ):
        Destination.objects.create(
            party_kind=kind, party_id=who.id, party_number=who.number, kind="bank", holder="X", number=number,
            state="verified", requested_by=uuid.uuid4(), key=str(uuid.uuid4()), created_at=now() - timedelta(days=1),
        )  # fmt: skip
    abuse.look()
    assert found() == {"shared_bank": [("Ida", "Clara", None, 1)]}
    assert Evidence.objects.get().facts == {"ends_in": "3000"}


def closed(of: Any, seconds: int, *, ago: int = 60, **facts: Any) -> None:
    at = now() - timedelta(minutes=ago)
    deal(of, batch=uuid.uuid4(), at=at, opened_at=at - timedelta(seconds=seconds), **facts)


def test_many_deals_just_over_the_minimum_duration(cast: Family) -> None:
    abuse.save_settings(min_seconds=60, short_span_seconds=30, short_least=5, short_percent=50)
    clara, dora = account(cast.clara), account(client("Dora", cast.ida))
    for ago in range(5):
        closed(clara, 60 + ago, ago=ago + 1)  # 60 to 64 seconds
        closed(clara, 3600, ago=ago + 1)  # half of them are honest
        closed(dora, 59 if ago else 61, ago=ago + 1)  # below the minimum these earn nothing anyway
    abuse.look()
    assert found() == {"short_deals": [("Ida", "Clara", None, 5)]}
    assert sorted(row.facts["seconds"] for row in Evidence.objects.all()) == [60, 61, 62, 63, 64]


def test_mirrored_opposite_deals_of_two_clients_of_one_partner(cast: Family) -> None:
    abuse.save_settings(mirror_seconds=10, mirror_least=3)
    dora, zora = client("Dora", cast.ida), client("Zora", cast.zoe)
    one, two, foreign = account(cast.clara), account(dora), account(zora)
    for ago in range(1, 4):
        closed(one, 600, ago=ago * 20, side="buy")
        closed(two, 605, ago=ago * 20, side="sell")
        closed(foreign, 600, ago=ago * 20, side="sell")  # of another partner
        closed(two, 600, ago=ago * 20, side="sell", lots="2")  # of another size
        closed(two, 600, ago=ago * 20 + 7, side="sell")  # minutes earlier
    abuse.look()
    assert found() == {"mirrored": [("Ida", "Clara", "Dora", 3)]}
    assert len(Evidence.objects.first().facts["deals"]) == 2  # type: ignore[union-attr]


def test_looking_again_finds_nothing_new_and_evidence_is_never_changed(cast: Family) -> None:
    User.objects.filter(id=cast.clara.user_id).update(person=cast.ida.person)
    assert abuse.look() == 1
    assert abuse.look() == 0
    assert (Flag.objects.count(), Evidence.objects.count()) == (1, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.update(mark="other")


def flagged(cast: Family) -> Flag:
    User.objects.filter(id=cast.clara.user_id).update(person=cast.ida.person)
    abuse.look()
    return Flag.objects.get()


def earn(cast: Family) -> None:
    batch = uuid.uuid4()
    deal(account(cast.clara), batch=batch, at=now() - timedelta(hours=1))
    services.accrue(batch_id=batch)


def wallet(cast: Family) -> str:
    return ledger.balance(f"ib:{cast.ida.number}:wallet:USD").posted.plain()


def test_held_released_and_paid_with_the_reason_told_to_the_partner(cast: Family) -> None:
    flag = flagged(cast)
    earn(cast)
    assert list(selectors.held_of(cast.ida)) == []  # what is only looked at is not the partner's business
    abuse.hold(flag_id=flag.id, by=uuid.uuid4(), text="We look at your own account.")
    services.settle_all_due()
    assert wallet(cast) == "0.00"
    with pytest.raises(Refused):
        abuse.hold(flag_id=flag.id, by=uuid.uuid4(), text="We hold it again.")
    abuse.release(flag_id=flag.id, by=uuid.uuid4(), text="It is your brother's account.")
    services.settle_all_due()
    assert wallet(cast) == "10.00"
    told = Notification.objects.filter(user=cast.ida.user, kind="abuse").order_by("id")
    assert [row.title for row in told] == [
        "Rebates are held while this is looked into",
        "Rebates are free again",
    ]


def test_confirmed_it_stays_held(cast: Family) -> None:
    flag = flagged(cast)
    earn(cast)
    abuse.confirm(flag_id=flag.id, by=uuid.uuid4(), text="Both accounts are yours.")
    services.settle_all_due()
    assert wallet(cast) == "0.00"


def test_the_partner_objects_once_to_its_own_hold_and_to_no_other(cast: Family) -> None:
    flag = flagged(cast)
    words = "Clara is my sister and lives elsewhere."
    with pytest.raises(NotFound):
        abuse.appeal(partner=cast.ida, flag_id=flag.id, text=words)
    abuse.hold(flag_id=flag.id, by=uuid.uuid4(), text="We look at it.")
    with pytest.raises(NotFound):
        abuse.appeal(partner=cast.ivan, flag_id=flag.id, text=words)
    with pytest.raises(InvalidInput):
        abuse.appeal(partner=cast.ida, flag_id=flag.id, text="No")
    assert abuse.appeal(partner=cast.ida, flag_id=flag.id, text=words).appeal == words
    with pytest.raises(Refused, match="already"):
        abuse.appeal(partner=cast.ida, flag_id=flag.id, text=words)


def test_released_it_opens_again_for_new_evidence_alone(cast: Family) -> None:
    flag = flagged(cast)
    abuse.release(flag_id=flag.id, by=uuid.uuid4(), text="Known to us.")
    abuse.look()
    assert Flag.objects.get().state == "released"
    User.objects.filter(id=cast.clara.user_id).update(email="ida@partners.example")
    assert abuse.look() == 1
    assert (Flag.objects.get().state, Flag.objects.get().signs) == ("open", 2)


def test_where_the_broker_wants_it_a_sign_holds_at_once(cast: Family) -> None:
    abuse.save_settings(holds_at_once=True)
    assert flagged(cast).state == "held"
    earn(cast)
    services.settle_all_due()
    assert wallet(cast) == "0.00"
