"""Random fields' facts and documents, for the pure evaluator here and the SQL one in tests/lists."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from atrium.rulebook import Field

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
FIELDS = (
    Field("name", "Name", "text"),
    Field("score", "Score", "number"),
    Field("deposits", "Deposits", "money"),
    Field("born", "Born", "date"),
    Field("seen", "Last seen", "datetime"),
    Field("country", "Country", "choice", (("CY", "Cyprus"), ("DE", "Germany"), ("VN", "Vietnam"))),
    Field("verified", "Verified", "bool"),
    Field("tags", "Tags", "tags"),
)

names = st.sampled_from(
    ["Clara", "clara", "CLÁRA", "İbrahim", "ibrahim", "Жанна", "жанна", "王芳", "a%b_c", "a\\b", "ΣΑΣ"]
)
numbers = st.sampled_from([Decimal(one) for one in ("-5", "0", "1", "99.99", "100", "100.01", "1000000")])
days = st.sampled_from(
    [NOW.date() + timedelta(days=shift) for shift in (-9000, -31, -30, -7, -1, 0, 1, 7, 30)]
)
_SHIFTS = (-31 * 86400, -7 * 86400, -7 * 86400 + 1, -34200, -34201, -1, 0, 1, 52200, 7 * 86400)
moments = st.sampled_from([NOW + timedelta(seconds=shift) for shift in _SHIFTS])
countries = st.sampled_from(["CY", "DE", "VN"])
tags = st.sampled_from(["vip", "cold", "Ü40"])
counts = st.sampled_from([1, 7, 30, 31])


def _text() -> st.SearchStrategy[dict[str, Any]]:
    parts = names | names.map(lambda name: name[:2])
    return (
        st.tuples(st.sampled_from(["is", "is_not", "contains", "starts"]), parts).map(
            lambda one: {one[0]: one[1]}
        )
        | st.lists(names, min_size=1, max_size=3).map(lambda some: {"in": some})
        | st.lists(names, min_size=1, max_size=3).map(lambda some: {"not_in": some})
    )


def _number() -> st.SearchStrategy[dict[str, Any]]:
    single = st.tuples(st.sampled_from(["is", "is_not", "at_least", "at_most"]), numbers)
    ranges = st.tuples(numbers, numbers).map(sorted)
    return single.map(lambda one: {one[0]: str(one[1])}) | ranges.map(
        lambda ends: {"between": [str(end) for end in ends]}
    )


def _moment(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    single = st.tuples(st.sampled_from(["is", "before", "after"]), values)
    back = st.tuples(st.sampled_from(["within_days", "older_than_days", "next_days"]), counts)
    ranges = st.tuples(values, values).map(lambda ends: sorted(ends, key=_at))
    return (
        single.map(lambda one: {one[0]: one[1].isoformat()})
        | back.map(lambda one: {one[0]: one[1]})
        | ranges.map(lambda ends: {"between": [end.isoformat() for end in ends]})
    )


def _at(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)


def _choice() -> st.SearchStrategy[dict[str, Any]]:
    some = st.lists(countries, min_size=1, max_size=3)
    return (
        st.tuples(st.sampled_from(["is", "is_not"]), countries).map(lambda one: {one[0]: one[1]})
        | some.map(lambda codes: {"in": codes})
        | some.map(lambda codes: {"not_in": codes})
    )


_OF = {
    "name": _text(),
    "score": _number(),
    "deposits": _number(),
    "born": _moment(days),
    "seen": _moment(days | moments),
    "country": _choice(),
    "verified": st.booleans().map(lambda yes: {"is": yes}),
    "tags": st.tuples(st.sampled_from(["has", "has_not"]), st.lists(tags, min_size=1, max_size=2)).map(
        lambda one: {one[0]: one[1]}
    ),
}
_empty = st.booleans().map(lambda yes: {"empty": yes})
leaves = st.sampled_from(sorted(_OF)).flatmap(
    lambda code: (_OF[code] | _empty).map(lambda test: {"field": code, **test})
)
documents = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda some: {"all": some})
        | st.lists(inner, min_size=1, max_size=3).map(lambda some: {"any": some})
        | inner.map(lambda one: {"not": one})
    ),
    max_leaves=8,
)
facts = st.fixed_dictionaries(
    {
        "name": names | st.just(""),
        "score": st.none() | numbers.map(int),
        "deposits": st.none() | numbers,
        "born": st.none() | days,
        "seen": st.none() | moments,
        "country": countries | st.just(""),
        "verified": st.none() | st.booleans(),
        "tags": st.lists(tags, max_size=2, unique=True).map(tuple),
    }
)
