"""Ranks: criteria are validated, figures are counted exactly, and who goes up or down goes once, with the reason."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, Refused
from tenants.ibs.models import PartnerRank, RankChange
from tenants.ibs.rules.ranks import RankRule, decide
from tenants.ibs.selectors.ranks import ranks_held
from tenants.ibs.services import attribute_client, ranks
from tenants.payments.models import Deposit
from tenants.rebates import ranking
from tests.ibs.people import Family, client, family
from tests.rebates.market import account, deal

D = Decimal


def rule(level: int, keep: dict[str, str] | None = None, **reach: str) -> RankRule:
    def read(given: dict[str, str]) -> dict[str, Decimal]:
        return {metric: D(value) for metric, value in given.items()}

    return RankRule(level, read(reach), read(keep or {}), 30)


class TestRules:
    """Pure."""

    SILVER = rule(1, own_lots="10")
    GOLD = rule(2, own_lots="100", active_clients="5", keep={"own_lots": "50"})

    def judged(self, current: int, **figures: str) -> int:
        found = {metric: D(value) for metric, value in figures.items()}
        return decide([self.GOLD, self.SILVER], current, {30: found}).rank

    def test_the_highest_whose_conditions_are_all_met(self) -> None:
        assert self.judged(0, own_lots="9.99") == 0
        assert self.judged(0, own_lots="10") == 1
        assert self.judged(0, own_lots="100", active_clients="4") == 1
        assert self.judged(0, own_lots="100", active_clients="5") == 2

    def test_a_rank_is_kept_at_what_keeps_it_and_lost_below(self) -> None:
        assert self.judged(2, own_lots="50") == 2
        assert self.judged(2, own_lots="49.99") == 1
        assert self.judged(2, own_lots="9") == 0

    def test_a_rank_without_criteria_is_neither_reached_nor_lost(self) -> None:
        assert decide([rule(3)], 0, {30: {"own_lots": D(1000)}}).rank == 0
        assert decide([rule(3), self.SILVER], 3, {30: {}}).rank == 3
        assert decide([], 4, {}).rank == 4

    def test_the_figures_that_decided_are_told(self) -> None:
        verdict = decide([self.SILVER], 0, {30: {"own_lots": D("12.5")}})
        assert [(each.metric, each.value, each.target) for each in verdict.conditions] == [
            ("own_lots", D("12.5"), D(10))
        ]


@pytest.fixture
def cast(in_acme: Any) -> Family:
    ranks.save_rank(level=1, title="Silver", reach={"downline_lots": "5"}, keep={"downline_lots": "2"})
    return family()


def test_figures_are_exact_and_of_their_own_time(cast: Family) -> None:
    now = clock.now()
    dora, eve = client("Dora", cast.ivan), client("Eve", cast.ida)
    batch = uuid.uuid4()
    deal(account(cast.clara), batch=batch, lots="1.25", at=now - timedelta(days=1))
    deal(account(cast.clara), batch=batch, lots="9", at=now - timedelta(days=31))  # before the period
    deal(account(dora, factor="0.01"), batch=batch, lots="300", at=now - timedelta(days=2))
    deal(account(dora), batch=batch, lots="7", at=now - timedelta(days=2), entry="in")
    deal(account(dora, kind="demo"), batch=batch, lots="50", at=now - timedelta(days=2))
    deal(account(eve), batch=batch, lots="4", at=now - timedelta(days=3))
    attribute_client(
        client_id=eve.id, partner_id=cast.zoe.id, at=now - timedelta(hours=1)
    )  # hers was the deal before
    for minor, currency, who in ((50_000, "USD", cast.clara), (20_000, "USD", dora)):
        Deposit.objects.create(
            client=who, client_number=who.number, amount_minor=minor, currency=currency, state="settled",
            received_minor=minor, received_currency="USD",
            connection_id=uuid.uuid4(), psp_code="x", key=str(uuid.uuid4()), created_at=now, finished_at=now - timedelta(days=1),
        )  # fmt: skip
    found = ranking.figures(days=30, at=now)
    ida, ivan, iris, zoe = (found[each.id] for each in (cast.ida, cast.ivan, cast.iris, cast.zoe))
    assert (ida["own_lots"], ida["downline_lots"], ida["active_clients"]) == (D("5.25"), D("5.25"), 2)
    assert (ivan["own_lots"], ivan["downline_lots"], ivan["downline_clients"]) == (3, D("8.25"), 3)
    assert (iris["own_lots"], iris["downline_lots"], iris["active_clients"]) == (0, D("8.25"), 0)
    assert set(zoe.values()) == {D(0)}
    assert (ida["net_deposits"], ivan["net_deposits"], iris["downline_deposits"]) == (500, 200, 700)
    assert (iris["sub_ibs"], ivan["sub_ibs"], ida["sub_ibs"]) == (1, 1, 0)


def judged(at: Any) -> list[RankChange]:
    return ranks.judge(figures=ranking.figures_by_period(at=at), at=at)


def test_by_itself_the_night_promotes_and_demotes_once_with_the_reason(cast: Family) -> None:
    ranks.set_rank_policy(up="apply", down="apply")
    now = clock.now()
    deal(account(cast.clara), batch=uuid.uuid4(), lots="6", at=now - timedelta(days=1))
    made = {change.partner_id: change for change in judged(now)}
    assert set(made) == {cast.ida.id, cast.ivan.id, cast.iris.id}
    assert (
        made[cast.ida.id].reason == "No rank → Silver: lots of own clients and those of the downline 6 of 5"
    )
    assert judged(now) == []
    later = now + timedelta(days=40)
    down = judged(later)
    assert {(change.before, change.after, change.state) for change in down} == {(1, 0, "applied")}
    rows = (
        PartnerRank.objects.filter(partner=cast.ida)
        .order_by("valid_from")
        .values_list("rank", "valid_from", "valid_to")
    )
    second = {"microsecond": 0}
    assert list(rows) == [
        (1, now.replace(**second), later.replace(**second)),
        (0, later.replace(**second), None),
    ]


def test_proposed_it_waits_for_a_person_and_is_forgotten_when_it_is_no_longer_true(cast: Family) -> None:
    now = clock.now()
    deal(account(cast.clara), batch=uuid.uuid4(), lots="6", at=now - timedelta(days=29))
    first = {change.partner_id: change for change in judged(now)}
    assert len(first) == 3
    assert judged(now + timedelta(hours=1)) == []  # the same is proposed once
    assert ranks_held([cast.ida.id]) == {}
    done = ranks.decide_change(change_id=first[cast.ida.id].id, by=uuid.uuid4(), accept=True)
    assert (done.state, ranks_held([cast.ida.id])) == ("applied", {cast.ida.id: 1})
    with pytest.raises(Refused):
        ranks.decide_change(change_id=first[cast.ida.id].id, by=uuid.uuid4(), accept=False)
    judged(now + timedelta(days=5))  # the deal is out of the period
    assert set(RankChange.objects.filter(partner=cast.ivan).values_list("state", flat=True)) == {"declined"}


def test_by_hand_whatever_the_figures_say(cast: Family) -> None:
    change = ranks.give_rank(partner_id=cast.zoe.id, level=1, reason="Strategic partner", by=None)
    assert (change.state, ranks_held([cast.zoe.id])) == ("applied", {cast.zoe.id: 1})
    with pytest.raises(Refused, match="already"):
        ranks.give_rank(partner_id=cast.zoe.id, level=1, reason="Again", by=None)
    with pytest.raises(InvalidInput):
        ranks.give_rank(partner_id=cast.zoe.id, level=7, reason="No such rank", by=None)
    with pytest.raises(Refused, match="1 partners hold"):
        ranks.drop_rank(level=1)


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("level", {"level": 0}),
        ("title", {"title": ""}),
        ("period_days", {"period_days": 400}),
        ("reach", {"reach": {"moon_phase": "1"}}),
        ("reach", {"reach": {"own_lots": "-1"}}),
        ("reach", {"reach": {"own_lots": "NaN"}}),
        ("keep", {"keep": {"own_lots": "11"}}),
        ("keep", {"keep": {"sub_ibs": "1"}}),
    ],
)
def test_criteria_that_make_no_sense_are_refused(cast: Family, field: str, facts: dict[str, Any]) -> None:
    good = {"level": 2, "title": "Gold", "reach": {"own_lots": "10"}, "keep": {}}
    with pytest.raises(InvalidInput) as refusal:
        ranks.save_rank(**{**good, **facts})
    assert refusal.value.field == field


def test_progress_is_never_a_hundred_before_it_is_met(cast: Family) -> None:
    deal(account(cast.clara), batch=uuid.uuid4(), lots="4.999", at=clock.now() - timedelta(days=1))
    seen = ranking.progress_of(cast.ida)
    assert (seen.title, seen.next_title, seen.percent) == ("No rank", "Silver", 99)
    assert [(each.value, each.target, each.met) for each in seen.conditions] == [(D("4.999"), D(5), False)]
    ranks.give_rank(partner_id=cast.ida.id, level=1, reason="By hand", by=None)
    assert ranking.progress_of(cast.ida).conditions == ()
