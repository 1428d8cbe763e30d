"""Production gives what the engine gives: golden cases and random worlds through the database, batch by batch and as a run."""

import json
import os
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tenants.rebates import engine, services
from tenants.rebates.bulk import session
from tenants.rebates.gather import closing_deals, gather
from tenants.rebates.models import Line
from tenants.rebates.scenario import scenario_of, scenario_without_deals
from tenants.rebates.selectors import trace_of
from tenants.rebates.services import accrual
from tenants.rebates.verification import verify
from tests.rebates.golden import GOOD, name_of
from tests.rebates.into_database import Loaded, load, record
from tests.rebates.random_worlds import world

pytestmark = pytest.mark.usefixtures("in_acme")

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
PROVISIONAL = {"client_held"}
Row = tuple[Any, ...]
RANDOM = settings(
    deadline=None,
    max_examples=int(os.environ.get("ATRIUM_RANDOM_WORLDS", "10")),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],  # a seed does not shrink
)


@contextmanager
def undone() -> Iterator[None]:
    """Leaves the house as it was."""
    with transaction.atomic():
        sid = transaction.savepoint()
        yield
        transaction.savepoint_rollback(sid)


def expected(document: dict[str, Any], loaded: Loaded) -> list[Row]:
    """What the engine gives for the deals; lines that wait for later facts are written when the facts are known."""
    rows = []
    for line in engine.compute(engine.parse(document)).lines:
        if line.source_kind != "deal" or line.reason in PROVISIONAL:
            continue
        numbers = loaded.partners if line.party_kind == "partner" else loaded.clients
        party = str(numbers[line.party]) if line.party else ""
        rows.append(
            (
                loaded.source("deal", line.source), loaded.plan_id(line.plan), str(line.leg), line.party_kind, party,
                line.level or 0, f"{line.amount:.10f}", line.currency, line.reason or "", line.time, line.due,
            )
        )  # fmt: skip
    return sorted(rows)


def found() -> list[Row]:
    return sorted(
        (
            line.source, line.plan_code, line.leg, line.party_kind, line.party, line.level or 0,
            f"{line.amount:.10f}", line.currency, line.reason, int(line.time.timestamp()), int(line.due.timestamp()),
        )
        for line in Line.objects.filter(source_kind="deal").select_related("plan")
    )  # fmt: skip


def traces(document: dict[str, Any], loaded: Loaded) -> None:
    """The rebuilt trace is the engine's, byte by byte, but for the ids that production calls otherwise."""
    names = _names(loaded)
    by_identity = {
        (
            line.source,
            line.plan or "",
            str(line.leg),
            line.party_kind,
            line.level,
            line.party,
        ): line
        for line in engine.compute(engine.parse(document)).lines
        if line.source_kind == "deal"
    }
    back = {number: name for name, number in names.items()}
    for line in Line.objects.filter(source_kind="deal").select_related("plan"):
        party = back[line.party] if line.party else None
        plan = back.get(line.plan_code, "")
        original = by_identity[back[line.source], plan, line.leg, line.party_kind, line.level, party]
        assert json.dumps(trace_of(line)) == json.dumps(_renamed(list(original.trace), names))


def _names(loaded: Loaded) -> dict[str, str]:
    names = {name: str(number) for name, number in (loaded.partners | loaded.clients).items()}
    names |= {name: f"mt5-live:{number}" for name, number in (loaded.accounts | loaded.deals).items()}
    names |= {name: str(person.pk) for name, person in loaded.people.items()}
    return names | {name: loaded.plan_id(name) for name in loaded.plans}


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


def of_deals(document: dict[str, Any]) -> dict[str, Any]:
    """Without expectations and reversals."""
    kept = {key: value for key, value in document.items() if not key.startswith("expect")}
    return {**kept, "events": [row for row in document.get("events", ()) if row["type"] != "reverse"]}


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_a_golden_case_through_the_database(path: Any) -> None:
    document = of_deals(json.loads(path.read_text(encoding="utf-8")))
    batch = uuid.uuid4()
    loaded = load(document, batch=batch)
    services.accrue(batch_id=batch)
    assert found() == expected(document, loaded)
    services.accrue_events()
    assert services.accrue_events().lines == 0
    assert others() == expected_of_others(document, loaded)
    assert verify() == []


def expected_of_others(document: dict[str, Any], loaded: Loaded) -> list[Row]:
    """Lines of events and periods. Conditions that are not met yet wait."""
    rows = []
    for line in engine.compute(engine.parse(document)).lines:
        if line.source_kind == "deal" or line.reason == "conditions_not_met":
            continue
        numbers = loaded.partners if line.party_kind == "partner" else loaded.clients
        leg = str(loaded.partners[line.pool]) if line.pool else str(line.leg)
        rows.append(
            (
                line.source_kind, line.source, loaded.plan_id(line.plan), leg, line.party_kind,
                str(numbers[line.party]) if line.party else "", line.level or 0, f"{line.amount:.10f}",
                line.currency, line.reason or "", line.time, line.due,
            )
        )  # fmt: skip
    return sorted(rows)


def others() -> list[Row]:
    rows = Line.objects.exclude(source_kind="deal").select_related("plan")
    for line in rows:
        assert trace_of(line)[-1]["step"] == 12
    return sorted(
        (
            line.source_kind, line.source, line.plan_code, line.leg, line.party_kind, line.party, line.level or 0,
            f"{line.amount:.10f}", line.currency, line.reason, int(line.time.timestamp()), int(line.due.timestamp()),
        )
        for line in rows
    )  # fmt: skip


@RANDOM
@example(8974)  # a held deal of somebody without a partner
@example(3334)  # closed against a deal that had taken of the same cap before
@given(st.integers(0, 10**9))
def test_a_random_world_as_a_run_in_small_chunks(in_acme: Any, seed: int) -> None:
    with undone():
        document = world(seed)
        loaded = load(document, batch=uuid.uuid4())
        accrual.accrue_period(since=SINCE, until=UNTIL, chunk=4)
        assert found() == expected(document, loaded)
        assert verify() == []
        traces(document, loaded)


@RANDOM
@given(st.integers(0, 10**9))
def test_people_out_of_their_rows_are_those_of_the_document(in_acme: Any, seed: int) -> None:
    with undone():
        load(world(seed), batch=uuid.uuid4())
        facts = gather(closing_deals())
        assert scenario_without_deals(facts) == replace(scenario_of(facts, name="rebates"), deals=())


@RANDOM
@given(st.integers(0, 10**9))
def test_a_random_world_batch_by_batch_as_it_happens(in_acme: Any, seed: int) -> None:
    """Batches in the order of time, of one to four deals, heard alone or with those that waited beside them; written when all
    is computed, or meanwhile."""
    with undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "FEW", seed % 2 * 50)
        patch.setattr(session, "BLOCK_OF_BATCH", 2)
        document = world(seed)
        loaded = load(document)
        deals = sorted(document["deals"], key=lambda row: (row["close_time"], row["deal"]))
        chance = random.Random(seed)
        waiting = []
        while deals:
            batch, size = uuid.uuid4(), chance.randint(1, 4)
            record(loaded, deals[:size], batch)
            deals = deals[size:]
            waiting.append(batch)
            if not deals or chance.random() < 0.6:
                services.accrue_batches(batch_ids=waiting)
                waiting = []
        services.replay_late()
        assert standing(found()) == standing(expected(document, loaded))
        assert verify() == []


def standing(rows: list[Row]) -> dict[Row, Decimal]:
    """Sums per source, plan, party and level: what replay and streaming have in common."""
    sums: dict[Row, Decimal] = {}
    for row in rows:
        sums[row[:6]] = sums.get(row[:6], Decimal(0)) + Decimal(row[6])
    return {key: amount for key, amount in sums.items() if amount}
