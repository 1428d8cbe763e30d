"""What a condition means, by example and by law."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from atrium.kernel.errors import InvalidInput
from atrium.rulebook import Field, describe, document_of, holds, meets, parse
from tests.rulebook.documents import FIELDS, NOW, documents, facts

CLARA: dict[str, Any] = {
    "name": "Clara Cole",
    "score": 40,
    "deposits": Decimal("100.00"),
    "born": NOW.date().replace(year=1990),
    "seen": datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC),
    "country": "CY",
    "verified": True,
    "tags": ("vip",),
}


def tried(document: dict[str, Any], **changed: Any) -> bool:
    return holds(parse(document, FIELDS), {**CLARA, **changed}, now=NOW).holds


@pytest.mark.parametrize(
    "test",
    [
        {"field": "name", "is": "clara cole"},
        {"field": "name", "contains": "COLE"},
        {"field": "name", "starts": "cl"},
        {"field": "name", "in": ["Boris", "CLARA COLE"]},
        {"field": "score", "at_least": 40},
        {"field": "score", "at_most": "40"},
        {"field": "deposits", "between": ["100", "100.00"]},
        {"field": "deposits", "is_not": "100.01"},
        {"field": "seen", "is": "2026-11-20"},
        {"field": "seen", "before": "2026-11-21"},
        {"field": "seen", "after": "2026-11-19"},
        {"field": "seen", "between": ["2026-11-19", "2026-11-20"]},
        {"field": "seen", "within_days": 1},
        {"field": "born", "older_than_days": 9000},
        {"field": "country", "in": ["CY", "DE"]},
        {"field": "verified", "is": True},
        {"field": "tags", "has": ["cold", "vip"]},
        {"field": "tags", "has_not": "cold"},
        {"field": "name", "empty": False},
        {},
    ],
)
def test_it_holds_for_clara_and_its_negation_does_not(test: dict[str, Any]) -> None:
    assert tried(test)
    assert not tried({"not": test})


@pytest.mark.parametrize(
    "test",
    [
        {"field": "seen", "after": "2026-11-20"},
        {"field": "seen", "before": "2026-11-20"},
        {"field": "seen", "next_days": 30},
        {"field": "deposits", "at_least": "100.01"},
        {"field": "verified", "is": False},
    ],
)
def test_it_does_not_hold_for_clara(test: dict[str, Any]) -> None:
    assert not tried(test)


def test_a_missing_fact_is_in_no_list_and_below_no_limit() -> None:
    nothing: dict[str, Any] = {}
    for test in (
        {"field": "score", "at_most": 1},
        {"field": "country", "is": "CY"},
        {"field": "seen", "older_than_days": 1},
    ):
        assert not holds(parse(test, FIELDS), nothing, now=NOW).holds
    for test in (
        {"field": "country", "is_not": "CY"},
        {"field": "tags", "has_not": "vip"},
        {"field": "seen", "empty": True},
    ):
        assert holds(parse(test, FIELDS), nothing, now=NOW).holds


def test_the_reasons_are_the_conditions_that_decided() -> None:
    rule = parse({"any": [{"field": "country", "is": "DE"}, {"field": "deposits", "at_least": 50}]}, FIELDS)
    assert holds(rule, CLARA, now=NOW).reasons == ("Deposits is at least 50",)
    assert holds(rule, {}, now=NOW).reasons == ("Not: Country is Germany", "Not: Deposits is at least 50")


def test_a_rule_is_said_in_words() -> None:
    rule = {
        "all": [
            {"field": "country", "in": ["CY", "DE"]},
            {"any": [{"field": "deposits", "at_least": "1000"}, {"field": "seen", "empty": True}]},
            {"not": {"field": "born", "before": "1990-05-01"}},
        ]
    }
    assert describe(parse(rule, FIELDS)) == (
        "Country is one of Cyprus, Germany and (Deposits is at least 1,000 or Last seen is empty)"
        " and not (Born is before 1 May 1990)"
    )
    assert describe(parse({}, FIELDS)) == "always"


def test_labels_and_phrases_may_be_of_another_language() -> None:
    rule = parse({"field": "country", "is": "CY"}, FIELDS)
    spanish = Field("country", "País", "choice", (("CY", "Chipre"),))
    from atrium.rulebook.words import PHRASES

    said = describe(rule, [spanish], phrases={**PHRASES, "choice.is": "{field} es {value}"})
    assert said == "País es Chipre"


@pytest.mark.parametrize(
    ("document", "path", "message"),
    [
        ([], "", "A condition is a group"),
        ({"all": {}}, "all", "needs a list"),
        ({"any": []}, "any", "at least one"),
        ({"some": []}, "", "“some” is none of"),
        ({"all": [{}, {"field": "planet", "is": "x"}]}, "all[1]", "no field “planet”"),
        ({"field": {}, "is": "x"}, "", "no field"),
        (
            {"not": {"field": "score", "contains": "x"}},
            "not.score",
            "Score knows no “contains”; it knows is,",
        ),
        ({"field": "score", "at_least": True}, "score", "needs a number"),
        ({"field": "score", "at_least": "NaN"}, "score", "needs a number below"),
        ({"field": "score", "at_least": "1e400"}, "score", "needs a number below"),
        ({"field": "score", "between": [2, 1]}, "score", "lower number first"),
        ({"field": "seen", "before": "yesterday"}, "seen", "needs a day"),
        ({"field": "seen", "before": "2026-11-21T10:00:00"}, "seen", "needs a day"),
        ({"field": "seen", "within_days": 0}, "seen", "whole number of days"),
        ({"field": "country", "is": "XX"}, "country", "no choice “XX”"),
        ({"field": "name", "is": "a\x00b"}, "name", "needs a text"),
        ({"field": "name", "in": []}, "name", "a list of 1 to 500"),
        ({"field": "name", "is": "a", "starts": "b"}, "", "one field and one operator"),
    ],
)
def test_what_is_wrong_is_said_with_its_path(document: Any, path: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message.replace("(", r"\(")) as refusal:
        parse(document, FIELDS)
    assert refusal.value.field == path


def test_a_rule_cannot_be_deeper_or_longer_than_a_person_can_read() -> None:
    deep: dict[str, Any] = {}
    for _ in range(9):
        deep = {"not": deep}
    with pytest.raises(InvalidInput, match="nested at most 8 deep"):
        parse(deep, FIELDS)
    with pytest.raises(InvalidInput, match="At most 100"):
        parse({"all": [{"field": "verified", "is": True}] * 101}, FIELDS)


@given(documents, facts)
def test_a_negation_says_the_opposite(document: dict[str, Any], fact: dict[str, Any]) -> None:
    said = holds(parse(document, FIELDS), fact, now=NOW).holds
    assert meets(parse(document, FIELDS), fact, now=NOW) is said
    assert holds(parse({"not": document}, FIELDS), fact, now=NOW).holds is not said


@given(documents)
def test_what_is_written_is_read_again(document: dict[str, Any]) -> None:
    node = parse(document, FIELDS)
    assert parse(document_of(node), FIELDS) == node
    assert describe(node)


@given(documents, facts)
def test_there_is_always_a_reason(document: dict[str, Any], fact: dict[str, Any]) -> None:
    node = parse(document, FIELDS)
    outcome = holds(node, fact, now=NOW)
    # A group in which nothing is asked holds, and has nothing to say.
    assert outcome.reasons or "field" not in str(document) or "[]" in str(document)
