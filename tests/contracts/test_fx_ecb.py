"""What the European Central Bank publishes becomes fixings, exactly; what is no such thing is refused in words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

import atrium.providers.fx.ecb as room
from atrium.providers.errors import NeverAgain
from atrium.providers.fx import registry
from atrium.providers.fx.ecb import payloads
from atrium.providers.fx.ecb.adapter import EcbRates

RECORDED = (Path(str(room.__file__)).parent / "recordings" / "hist-90d.xml").read_bytes()
HEADER = "Date,USD,JPY,BGN,"
TABLE = [HEADER, "2026-11-20,1.15,172.5,N/A,", "2026-11-19,1.14,171,1.9558,", "1999-01-04,1.1789,133.73,N/A,"]


def test_the_feeds_days_come_oldest_first_with_the_moment_they_were_published() -> None:
    first, second = payloads.fixings_of_xml(RECORDED)
    assert (first.day, first.base) == (date(2026, 11, 19), "EUR")
    assert second.at == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert second.prices == {"USD": Decimal("1.1500"), "JPY": Decimal("172.50"), "GBP": Decimal("0.8625")}


def test_the_table_is_read_no_further_back_than_asked() -> None:
    def lines() -> Iterator[str]:
        yield from TABLE[:3]
        yield TABLE[3]
        raise AssertionError("it was read on")

    found = list(payloads.fixings_of_table(lines(), date(2026, 11, 1)))
    assert [each.day for each in found] == [date(2026, 11, 20), date(2026, 11, 19)]
    assert "BGN" not in found[0].prices
    assert found[1].prices["BGN"] == Decimal("1.9558")


def test_the_packaged_history_knows_a_day_of_the_euros_first_year() -> None:
    first = next(EcbRates().history(date(1999, 1, 1)))
    assert (first.day, first.prices["USD"], first.prices["JPY"]) == (
        date(1999, 1, 4),
        Decimal("1.1789"),
        Decimal("133.73"),
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>maintenance</html>",
        RECORDED.replace(b'rate="1.1500"', b'rate="NaN"'),
        RECORDED.replace(b'rate="1.1500"', b'rate="-1"'),
        RECORDED.replace(b"2026-11-20", b"yesterday"),
        RECORDED.replace(b' rate="1.1500"', b""),
        b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>',
        RECORDED[: len(RECORDED) // 2],
    ],
    ids=["empty", "page", "nan", "negative", "no-day", "no-rate", "entities", "cut"],
)
def test_what_is_no_table_of_rates_is_refused_whole(body: bytes) -> None:
    with pytest.raises(NeverAgain, match="European Central Bank"):
        payloads.fixings_of_xml(body)


def test_an_unknown_source_is_named_with_the_known_ones() -> None:
    with pytest.raises(NeverAgain, match="Known: ecb, fake"):
        registry.open_source("oanda")
