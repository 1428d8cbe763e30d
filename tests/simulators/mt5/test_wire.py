"""The simulated MT5 server on the wire, without our adapter: a client written from the protocol alone."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.simulators.mt5.process import Mt5Process

CHALLENGE = "4db98fec17aab4dc5a240bdc659e8395"
PASSWORDS = {"PassMain": "1Ar#pqkj", "PassInvestor": "2Ar#pqkj"}
FOREVER = {"from": 0, "to": 4_000_000_000}


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mt5Process]:
    process = Mt5Process(tmp_path_factory.mktemp("mt5")).start()
    yield process
    process.stop()


@pytest.fixture
def wire(process: Mt5Process) -> Iterator[httpx.Client]:
    with connect(process) as wire:
        assert log_in(wire)["retcode"] == "0 Done"
        yield wire


def connect(process: Mt5Process) -> httpx.Client:
    trust = ssl.create_default_context(cadata=process.ca_pem)
    limits = httpx.Limits(max_connections=1)
    return httpx.Client(
        base_url=f"https://localhost:{process.port}", verify=trust, limits=limits, trust_env=False
    )


def log_in(wire: httpx.Client, *, login: int = 1001, password: str = "Manager#1") -> dict[str, Any]:
    start = ask(wire, "/api/auth/start", version=484, agent="Test", login=login, type="manager")
    return prove(wire, start["srv_rand"], password)


def prove(wire: httpx.Client, challenge: str, password: str) -> dict[str, Any]:
    answer = hashlib.md5(password_hash(password) + bytes.fromhex(challenge)).hexdigest()
    return ask(wire, "/api/auth/answer", srv_rand_answer=answer, cli_rand=CHALLENGE)


def password_hash(password: str) -> bytes:
    return hashlib.md5(hashlib.md5(password.encode("utf-16-le")).digest() + b"WebAPI").digest()


def ask(wire: httpx.Client, path: str, **parameters: Any) -> dict[str, Any]:
    given = {name.replace("from_", "from"): value for name, value in parameters.items()}
    answer: dict[str, Any] = wire.get(path, params=given).json()
    return answer


def add_user(wire: httpx.Client, group: str = "real\\usd", **more: Any) -> str:
    query = {"group": group, "name": "JohnSmith", "leverage": 100, **more}
    answer = wire.post("/api/user/add", params=query, json=PASSWORDS).json()
    assert answer["retcode"] == "0 Done", answer
    return str(answer["login"])


def deposit(
    wire: httpx.Client, login: str, balance: str, comment: str = "money", **more: Any
) -> dict[str, Any]:
    query = {"login": login, "type": 2, "balance": balance, "comment": comment, **more}
    answer: dict[str, Any] = wire.post("/api/trade/balance", params=query).json()
    return answer


def test_the_servers_proof_is_that_of_the_documented_example() -> None:
    assert password_hash("Password1").hex() == "904ba8ecb16273d2f0ae9c3b8a023752"
    proof = hashlib.md5(password_hash("Password1") + bytes.fromhex(CHALLENGE)).hexdigest()
    assert proof == "1732021b1b332f51660b2b315eed3a35"


def test_the_server_proves_that_it_knows_the_password(process: Mt5Process) -> None:
    with connect(process) as wire:
        answer = log_in(wire)
    expected = hashlib.md5(password_hash("Manager#1") + bytes.fromhex(CHALLENGE)).hexdigest()
    assert answer["cli_rand_answer"] == expected


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(process: Mt5Process) -> None:
    with connect(process) as wire:
        assert log_in(wire, password="Wrong#123")["retcode"] == "1001 Invalid account"
        assert log_in(wire, login=77)["retcode"] == "1001 Invalid account"


def test_an_answer_can_be_given_once_only(process: Mt5Process) -> None:
    with connect(process) as wire:
        start = ask(wire, "/api/auth/start", version=484, agent="Test", login=1001, type="manager")
        assert prove(wire, start["srv_rand"], "Manager#1")["retcode"] == "0 Done"
        assert prove(wire, start["srv_rand"], "Manager#1")["retcode"].startswith("1001")


@pytest.mark.parametrize("wrong", [{"version": 483}, {"version": "x"}, {"type": "client"}, {"agent": ""}])
def test_a_log_in_must_be_well_formed(process: Mt5Process, wrong: dict[str, Any]) -> None:
    given = {"version": 484, "agent": "Test", "login": 1001, "type": "manager", **wrong}
    with connect(process) as wire:
        assert ask(wire, "/api/auth/start", **given)["retcode"].startswith("3 ")


def test_a_log_in_belongs_to_its_connection_alone(process: Mt5Process, wire: httpx.Client) -> None:
    assert ask(wire, "/api/test/access")["retcode"] == "0 Done"
    with connect(process) as other:
        assert ask(other, "/api/test/access")["retcode"].startswith("8 ")


def test_quit_ends_the_session(wire: httpx.Client) -> None:
    assert ask(wire, "/api/quit")["retcode"] == "0 Done"
    assert ask(wire, "/api/test/access")["retcode"].startswith("8 ")


def test_a_plain_or_untrusting_client_does_not_get_in(process: Mt5Process) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"https://localhost:{process.port}/api/test/access", trust_env=False)
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"http://localhost:{process.port}/api/test/access", trust_env=False)


def test_the_handshake_has_its_time(tmp_path_factory: pytest.TempPathFactory) -> None:
    hurried = Mt5Process(
        tmp_path_factory.mktemp("hurried"), ("--pace", "0", "--handshake-seconds", "0")
    ).start()
    with connect(hurried) as wire:
        assert log_in(wire)["retcode"].startswith("1001")
    hurried.stop()


def test_numbers_are_strings(wire: httpx.Client) -> None:
    login = add_user(wire)
    user = ask(wire, "/api/user/get", login=login)["answer"]
    assert (user["Login"], user["Leverage"], user["Balance"], user["Rights"]) == (login, "100", "0.00", "355")
    assert all(isinstance(value, str) for value in user.values())


def test_the_body_overrides_the_query(wire: httpx.Client) -> None:
    query: dict[str, Any] = {"group": "real\\usd", "name": "Query", "leverage": 100}
    answer = wire.post("/api/user/add", params=query, json={**PASSWORDS, "Name": "Body"}).json()
    assert answer["answer"]["Name"] == "Body"


def test_orders_that_cannot_be_filled_are_refused(wire: httpx.Client) -> None:
    def code(passwords: dict[str, str] = PASSWORDS, **changed: Any) -> str:
        query: dict[str, Any] = {"group": "real\\usd", "name": "John", "leverage": 100, **changed}
        return str(wire.post("/api/user/add", params=query, json=passwords).json()["retcode"]).split()[0]

    assert code(group="nowhere") == "8"
    assert code(leverage=501) == "3"
    assert code({"PassMain": "short", "PassInvestor": "2Ar#pqkj"}) == "3006"
    assert code({"PassMain": "alllowercase", "PassInvestor": "2Ar#pqkj"}) == "3006"
    assert code(login=add_user(wire)) == "3004"


def test_a_balance_operation_makes_a_deal_and_cuts_the_comment(wire: httpx.Client) -> None:
    login = add_user(wire)
    ticket = deposit(wire, login, "500.00", "0123456789012345678901234567890123456789")["answer"]["Ticket"]
    deal = ask(wire, "/api/deal/get", ticket=ticket)["answer"]
    assert (deal["Action"], deal["Symbol"], deal["Profit"]) == ("2", "", "500.00")
    assert deal["Comment"] == "0123456789012345678901234567890"
    assert ask(wire, "/api/user/account/get", login=login)["answer"]["Balance"] == "500.00"


def test_the_same_balance_operation_twice_moves_the_money_twice(wire: httpx.Client) -> None:
    login = add_user(wire)
    assert deposit(wire, login, "500.00", "same") != deposit(wire, login, "500.00", "same")
    assert ask(wire, "/api/user/account/get", login=login)["answer"]["Balance"] == "1000.00"


def test_bad_balance_operations_are_refused_and_move_nothing(wire: httpx.Client) -> None:
    login = add_user(wire)
    deposit(wire, login, "100.00")
    assert deposit(wire, login, "-100.01", check_margin=1)["retcode"] == "10019 No money"
    assert deposit(wire, login, "1000000000.01")["retcode"].startswith("4005")
    assert deposit(wire, login, "1.00", type=7)["retcode"].startswith("3 ")
    assert deposit(wire, login, "NaN")["retcode"].startswith("3 ")
    assert deposit(wire, "999", "1.00")["retcode"].startswith("13 ")
    assert ask(wire, "/api/deal/get_total", login=login, **FOREVER)["answer"]["total"] == "1"


def test_credit_is_kept_apart_from_the_balance(wire: httpx.Client) -> None:
    login = add_user(wire)
    deposit(wire, login, "50.00", type=3)
    account = ask(wire, "/api/user/account/get", login=login)["answer"]
    assert (account["Balance"], account["Credit"], account["Equity"]) == ("0.00", "50.00", "50.00")


def test_a_group_of_another_currency_is_refused(wire: httpx.Client) -> None:
    login = add_user(wire)
    assert ask(wire, "/api/user/update", login=login, group="real\\eur")["retcode"].startswith("3010")
    assert ask(wire, "/api/user/update", login=login, group="demo\\usd")["answer"]["Group"] == "demo\\usd"


def test_an_update_merges_or_replaces_as_switched(process: Mt5Process, wire: httpx.Client) -> None:
    login = add_user(wire, email="john@example.com")
    assert ask(wire, "/api/user/update", login=login, leverage=50)["answer"]["Email"] == "john@example.com"
    process.tell("/switch", update_replaces=True)
    assert ask(wire, "/api/user/update", login=login, leverage=50)["answer"]["Email"] == ""
    process.tell("/switch", update_replaces=False)


def test_a_page_holds_a_hundred_deals_at_most(process: Mt5Process, wire: httpx.Client) -> None:
    login = add_user(wire)
    for _ in range(101):
        deposit(wire, login, "1.00")
    page = {"login": login, "offset": 0, "total": 500, **FOREVER}
    assert len(ask(wire, "/api/deal/get_page", **page)["answer"]) == 100
    assert len(ask(wire, "/api/deal/get_page", **{**page, "offset": 100})["answer"]) == 1
    process.tell("/switch", page_over_limit_fails=True)
    assert ask(wire, "/api/deal/get_page", **page)["retcode"].startswith("3 ")
    process.tell("/switch", page_over_limit_fails=False)


def test_deals_are_asked_for_by_exactly_one_of_login_group_ticket(wire: httpx.Client) -> None:
    login = add_user(wire, group="real\\eur")
    ticket = deposit(wire, login, "5.00")["answer"]["Ticket"]
    for way in ({"login": login}, {"group": "real\\e*"}, {"ticket": ticket}):
        found = ask(wire, "/api/deal/get_batch", **way, **FOREVER)["answer"]
        assert ticket in [deal["Deal"] for deal in found]
    assert ask(wire, "/api/deal/get_batch", group="*,!real\\eur", **FOREVER)["retcode"] == "0 Done"
    assert ask(wire, "/api/deal/get_batch", login=login, ticket=ticket, **FOREVER)["retcode"].startswith("3 ")
    assert ask(wire, "/api/deal/get_batch", **FOREVER)["retcode"].startswith("3 ")


def test_a_brokers_manager_sees_that_brokers_accounts_alone(process: Mt5Process, wire: httpx.Client) -> None:
    ours = process.tell("/brokers", name="northgate", currency="USD")
    other = add_user(wire)
    with connect(process) as limited:
        log_in(limited, login=ours["login"], password=ours["password"])
        own = add_user(limited, group=ours["real"])
        assert ask(limited, "/api/user/get", login=other)["retcode"].startswith("13 ")
        assert ask(limited, "/api/user/logins", group="*")["answer"] == [own]
        refused = limited.post(
            "/api/user/add", params={"group": "real\\usd", "name": "x", "leverage": 1}, json=PASSWORDS
        )
        assert refused.json()["retcode"].startswith("8 ")
    assert process.tell("/brokers", name="northgate", currency="USD") == ours


def test_a_path_that_there_is_not_is_not_found(wire: httpx.Client) -> None:
    assert ask(wire, "/api/nothing/here")["retcode"] == "13 Not found"
