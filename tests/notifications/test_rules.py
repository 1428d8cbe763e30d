"""A digest's period closes in the reader's own time."""

from datetime import UTC, datetime

from tenants.notifications.rules import period_of, zone_of

NOON = datetime(2026, 11, 22, 12, 20, tzinfo=UTC)


def test_the_hour_that_ended() -> None:
    assert period_of("hourly", NOON, zone_of("UTC")) == (
        "hourly 2026-11-22T12:00",
        datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
    )


def test_an_hour_ends_by_the_readers_clock() -> None:
    name, closed = period_of("hourly", NOON, zone_of("Asia/Kolkata"))  # 17:50 there
    assert (name, closed.astimezone(UTC)) == (
        "hourly 2026-11-22T11:30",
        datetime(2026, 11, 22, 11, 30, tzinfo=UTC),
    )


def test_a_day_closes_at_eight_in_the_morning() -> None:
    name, closed = period_of("daily", NOON, zone_of("Europe/Nicosia"))
    assert (name, closed.astimezone(UTC)) == ("daily 2026-11-22", datetime(2026, 11, 22, 6, 0, tzinfo=UTC))


def test_before_eight_it_is_still_yesterdays() -> None:
    name, _ = period_of("daily", NOON, zone_of("America/Los_Angeles"))  # 04:20 there
    assert name == "daily 2026-11-21"


def test_the_hour_that_happens_twice_has_two_names() -> None:
    berlin = zone_of("Europe/Berlin")
    first = period_of("hourly", datetime(2026, 10, 25, 0, 10, tzinfo=UTC), berlin)[0]
    second = period_of("hourly", datetime(2026, 10, 25, 1, 10, tzinfo=UTC), berlin)[0]
    assert first != second


def test_a_zone_nobody_knows_is_utc() -> None:
    assert str(zone_of("Mars/Olympus")) == "UTC"
