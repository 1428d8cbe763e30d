"""Who is called by @name, and when a repeated task comes again."""

import uuid
from datetime import UTC, datetime

import pytest

from tenants.work.rules import Colleague, mentioned, next_due, unknown_handles

SAM = Colleague(uuid.uuid4(), "Sam Sales", "sam.sales@acme.example")
RITA = Colleague(uuid.uuid4(), "Rita Risk", "rita@acme.example")
RITA_TOO = Colleague(uuid.uuid4(), "Rita Reed", "reed@acme.example")


@pytest.mark.parametrize("text", ["@sam", "@Sam.Sales please", "see @samsales.", "(@sam)", "a\n@sam,"])
def test_a_colleague_is_called_by_any_handle(text: str) -> None:
    assert mentioned(text, [SAM, RITA]) == (SAM,)


@pytest.mark.parametrize("text", ["sam@acme.example", "mail sam", "@", "@nobody", "x@sam"])
def test_what_is_no_call_calls_nobody(text: str) -> None:
    assert mentioned(text, [SAM, RITA]) == ()


def test_a_first_name_that_two_share_calls_neither() -> None:
    assert (
        mentioned("@rita look", [RITA_TOO, Colleague(uuid.uuid4(), "Rita Risk", "risk@acme.example")]) == ()
    )
    assert mentioned("@reed look", [RITA, RITA_TOO]) == (RITA_TOO,)


def test_called_twice_is_called_once_in_the_order_of_calling() -> None:
    assert mentioned("@rita and @sam and @rita.risk", [SAM, RITA]) == (RITA, SAM)


def test_the_writer_learns_whom_nobody_knows() -> None:
    assert unknown_handles("@sam @bob @bob", [SAM]) == ("bob",)


@pytest.mark.parametrize(
    ("repeats", "due", "then"),
    [
        ("daily", "2026-11-20", "2026-11-21"),
        ("weekdays", "2026-11-20", "2026-11-23"),
        ("weekdays", "2026-11-21", "2026-11-23"),
        ("weekdays", "2026-11-22", "2026-11-23"),
        ("weekly", "2026-11-20", "2026-11-27"),
        ("monthly", "2026-12-31", "2027-01-31"),
        ("monthly", "2027-01-31", "2027-02-28"),
    ],
)
def test_the_next_one(repeats: str, due: str, then: str) -> None:
    day = datetime.fromisoformat(f"{due}T09:30:00").replace(tzinfo=UTC)
    assert next_due(day, repeats).isoformat() == f"{then}T09:30:00+00:00"
