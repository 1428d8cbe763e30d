"""Who gets a lead: the first rule that holds and has somebody free; the reason is said in words."""

from collections import Counter
from typing import Any

import pytest

from atrium.kernel.errors import InvalidInput, NotFound
from tenants.leads.models import AssignmentRule
from tenants.leads.rules import turns
from tenants.leads.selectors import try_rules
from tenants.leads.services import (
    delete_rule,
    limit_member,
    move_rule,
    save_assignment_rule,
)
from tenants.outbox.models import Event
from tenants.staff.services import end_membership

from . import people

SPAIN = {"field": "country", "is": "ES"}
LATIN = {"field": "region", "in": ["latin_america"]}


def rule(name: str, condition: Any = None, **more: Any) -> AssignmentRule:
    return save_assignment_rule(name=name, condition=condition or {}, **more)


def about(**facts: Any) -> dict[str, Any]:
    empty = {"country": "", "language": "", "source": "", "referral_code": "", "email": "", "phone": ""}
    return {**empty, "campaign": {}, **facts}


def test_turns_by_weight_are_spread_evenly() -> None:
    state: dict[str, int] = {}
    assert [turns.take(state, {"A": 3, "B": 1}) for _ in range(8)] == list("AABAAABA")


def test_who_was_away_neither_saved_turns_nor_lost_any() -> None:
    state: dict[str, int] = {}
    for _ in range(10):
        turns.take(state, {"A": 1, "B": 1})
    taken = Counter(turns.take(state, {"A": 1, "B": 1, "C": 1}) for _ in range(9))
    assert taken == {"A": 3, "B": 3, "C": 3}


def test_nobody_has_a_turn_if_all_weights_are_nought() -> None:
    assert turns.take({}, {"A": 0}) == ""


@pytest.mark.usefixtures("in_acme")
class TestByRules:
    def test_the_first_rule_that_holds_decides_and_is_named(self) -> None:
        madrid, london = people.desk("Madrid"), people.desk("London")
        sergio, sam = people.seller("Sergio", madrid), people.seller("Sam", london)
        rule("Spain", SPAIN, gives="share", desk=madrid)
        rule("Everybody else", gives="share", desk=london)

        spanish, other = people.lead(country="ES"), people.lead(country="PL")

        assert (spanish.assigned_to, other.assigned_to) == (sergio, sam)
        assert spanish.assigned_because == (
            "Rule “Spain” (Country is ES): Madrid, Sergio has the fewest open leads (0)"
        )
        assigned = Event.objects.filter(kind="lead.assigned", payload__lead_id=str(spanish.id)).get()
        assert assigned.payload["member_id"] == str(sergio.id)

    def test_a_region_is_a_condition(self) -> None:
        madrid = people.desk("Madrid")
        sergio = people.seller("Sergio", madrid)
        rule("Latin America", LATIN, gives="share", desk=madrid)
        assert people.lead(phone="+52 55 1234 5678").assigned_to == sergio

    def test_ib_code_and_campaign_are_conditions(self) -> None:
        iris, cora = people.seller("Iris"), people.seller("Cora")
        rule("Of IRIS", {"field": "referral_code", "is": "IRIS"}, gives="member", member=iris)
        rule("Autumn", {"field": "campaign", "is": "autumn"}, gives="member", member=cora)
        assert people.lead(referral_code="IRIS").assigned_to == iris
        assert people.lead(campaign={"utm_campaign": "autumn"}).assigned_to == cora

    def test_in_turn_each_gets_as_many(self) -> None:
        desk = people.desk("Madrid")
        crew = [people.seller(name, desk) for name in ("Ana", "Ben", "Cid")]
        rule("All", gives="share", desk=desk, strategy="round_robin")
        got = [people.lead().assigned_to for _ in range(7)]
        assert got == [*crew, *crew, crew[0]]

    def test_by_weight_the_strong_get_more(self) -> None:
        desk = people.desk("Madrid")
        ana, ben = people.seller("Ana", desk), people.seller("Ben", desk)
        limit_member(member=ana, most_open=None, weight=3)
        rule("All", gives="share", desk=desk, strategy="weighted")
        assert Counter(people.lead().assigned_to for _ in range(8)) == {ana: 6, ben: 2}

    def test_a_full_colleague_gets_none_and_the_next_rule_is_asked(self) -> None:
        desk, other = people.desk("Madrid"), people.desk("London")
        ana, ben = people.seller("Ana", desk), people.seller("Ben", other)
        limit_member(member=ana, most_open=1, weight=1)
        rule("First", gives="share", desk=desk)
        rule("Then", gives="share", desk=other)
        assert [people.lead().assigned_to for _ in range(3)] == [ana, ben, ben]

    def test_only_who_has_the_authority_now(self) -> None:
        desk = people.desk("Madrid")
        ana, ben = people.seller("Ana", desk), people.seller("Ben", desk)
        rule("All", gives="share", desk=desk, strategy="round_robin")
        end_membership(ana)
        assert [people.lead().assigned_to for _ in range(2)] == [ben, ben]

    def test_step_by_step_from_the_company_to_a_desk_to_a_person(self) -> None:
        europe = people.desk("Europe")
        madrid = people.desk("Madrid", parent=europe)
        sergio = people.seller("Sergio", madrid)
        people.seller("Eva", europe)
        rule("Europe", {"field": "region", "is": "europe"}, gives="desk", desk=europe)
        rule("Spanish", {"field": "language", "is": "es"}, of_desk=europe, gives="share", desk=madrid)

        lead = people.lead(country="ES", language="es")

        assert lead.assigned_to == sergio
        assert lead.assigned_because.startswith(
            "Rule “Europe” (Region is Europe) → rule “Spanish” (Language is es): Madrid, Sergio"
        )

    def test_a_rule_may_stop_at_the_desk_whose_pool_it_is(self) -> None:
        madrid = people.desk("Madrid")
        people.seller("Sergio", madrid)
        rule("Spain", SPAIN, gives="pool", desk=madrid)
        lead = people.lead(country="ES")
        assert (lead.assigned_to, lead.desk, lead.protected_until) == (None, madrid, None)

    def test_where_no_rule_decides_the_desks_countries_and_languages_do(self) -> None:
        madrid = people.desk("Madrid", countries=("ES",), languages=("es",))
        people.desk("London")
        sergio = people.seller("Sergio", madrid)
        people.seller("Sam", people.desk("London"))
        assert people.lead(country="ES").assigned_to == sergio
        assert people.lead(country="AR", language="es").assigned_to == sergio

    def test_where_nobody_is_free_it_lies_in_the_company_pool(self) -> None:
        people.nobody_takes_leads()
        lead = people.lead()
        assert lead.assigned_to is None
        assert lead.assigned_because == "Company pool, nobody who takes leads is free"

    def test_rules_that_lead_in_a_circle_end(self) -> None:
        one, two = people.desk("One"), people.desk("Two")
        rule("Out", gives="desk", desk=one)
        rule("There", of_desk=one, gives="desk", desk=two)
        rule("And back", of_desk=two, gives="desk", desk=one)
        assert people.lead().desk in (one, two)

    def test_trying_says_what_each_rule_said_and_takes_no_turn(self) -> None:
        desk = people.desk("Madrid")
        ana = people.seller("Ana", desk)
        people.seller("Ben", desk)
        rule("Cyprus", {"field": "country", "is": "CY"}, gives="share", desk=desk)
        rule("All", gives="share", desk=desk, strategy="round_robin")

        tried = [try_rules(**about(country="ES")) for _ in range(3)]

        assert {choice.member_id for choice in tried} == {ana.id}
        assert tried[0].steps == (
            "Rule “Cyprus”: no, it asks for Country is CY.",
            "Rule “All”: yes (always), Madrid, Ana in turn of 2.",
        )
        assert people.lead(country="ES").assigned_to == ana

    def test_the_order_is_the_brokers(self) -> None:
        ana, ben = people.seller("Ana"), people.seller("Ben")
        rule("First", gives="member", member=ana)
        second = rule("Second", gives="member", member=ben)
        move_rule(second.id, up=True)
        assert people.lead().assigned_to == ben
        delete_rule(AssignmentRule, second.id)
        assert people.lead().assigned_to == ana
        with pytest.raises(NotFound, match="no such rule"):
            move_rule(second.id, up=True)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"name": " ", "gives": "share"}, "name"),
            ({"name": "X", "gives": "member"}, "member"),
            ({"name": "X", "gives": "desk"}, "desk"),
            ({"name": "X", "gives": "pool", "condition": {"field": "moon", "is": "full"}}, ""),
        ],
    )
    def test_a_rule_that_cannot_work_is_not_saved(self, values: dict[str, Any], field: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            save_assignment_rule(**values)
        assert refused.value.field == field
        assert not AssignmentRule.objects.exists()
