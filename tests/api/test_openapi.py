"""The committed document is what the code says, and says all that the code does."""

from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.architecture.source import ROOT


@pytest.fixture(scope="module")
def document() -> Any:
    return yaml.safe_load((ROOT / "api" / "openapi.yaml").read_text())


def test_the_committed_document_has_not_drifted(document: Any) -> None:
    from api.schema import document as generated

    assert document == yaml.safe_load(yaml.safe_dump(_plain(generated()))), (
        "run `atrium openapi` and commit the file"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(below) for key, below in value.items()}
    return [_plain(below) for below in value] if isinstance(value, list | tuple) else value


def test_the_check_sees_a_drift(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from infra.commands.openapi import command

    assert CliRunner().invoke(command, ["--check"]).exit_code == 0
    monkeypatch.setattr("api.schema._ANSWERS", {})
    drifted = CliRunner().invoke(command, ["--check"])
    assert drifted.exit_code == 1
    assert "atrium openapi" in drifted.output


def test_it_is_valid_openapi_3_1(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_route_is_in_the_document(document: Any) -> None:
    from api.v1.urls import urlpatterns

    routes = {
        "/api/v1/"
        + str(pattern.pattern)
        .replace("<uuid:", "{")
        .replace("<slug:", "{")
        .replace("<int:", "{")
        .replace(">", "}")
        for pattern in urlpatterns
        if pattern.name != "api-nothing"  # type: ignore[union-attr]
    }
    assert routes == set(document["paths"])


def test_every_operation_is_closed_and_may_answer_with_a_problem(document: Any) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["security"] == [{"apiKey": []}, {"session": []}], where
            assert operation["summary"], where
            assert {"400", "401", "403", "404", "409", "422", "429"} <= operation["responses"].keys(), where


def test_what_must_not_happen_twice_asks_for_an_idempotency_key(document: Any) -> None:
    asking = {
        operation["operationId"]
        for operations in document["paths"].values()
        for operation in operations.values()
        if any(
            parameter["name"] == "Idempotency-Key" and parameter["required"]
            for parameter in operation.get("parameters", ())
        )
    }
    assert asking == {
        "approvals_decide",
        "deposits_start",
        "payouts_request",
        "payouts_decide",
        "trading_accounts_open",
        "transfers_make",
        "disputes_open",
        "leads_create",
        "leads_contact",
        "notes_create",
        "abuse_signs_decide",
        "partner_moves_create",
        "partner_moves_undo",
        "partner_rank_changes_create",
        "rebate_runs_propose",
        "rebate_facts_tell",
        "rebate_plans_draft",
        "tasks_create",
    }


def test_money_is_text(document: Any) -> None:
    numbers = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, kind in schema.get("properties", {}).items()
        if kind.get("type") == "number"
    ]
    assert numbers == []
    money = document["components"]["schemas"]["PayoutBody"]["properties"]["money"]
    assert money["properties"]["amount"]["type"] == "string"
