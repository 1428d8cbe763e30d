"""/api/user: trading accounts, their passwords and their live money."""

from __future__ import annotations

from typing import Final

from infra.simulators.mt5 import dealing, retcodes
from infra.simulators.mt5.endpoints.query import Query, Reply, done, name_of
from infra.simulators.mt5.records import User
from infra.simulators.mt5.server import Server, now_msc

_FIELDS: Final = tuple(
    """
    Group Name FirstName LastName MiddleName Company Account Country Language City State ZIPCode Address
    Phone Email ID Status Comment Color PhonePassword Leverage Agent Rights LeadSource LeadCampaign
    LimitOrders LimitPositions MQID
    """.split()  # noqa: SIM905 - a list of one word a line would hide the rest of the file
)
_BY_NAME: Final = {name_of(field): field for field in _FIELDS}
_LIMITS: Final = {"Name": 128, "Company": 64, "Comment": 64, "Address": 128}
_DEFAULT_RIGHTS: Final = "355"
_LEVERAGES: Final = range(1, 501)
_PASSWORD_LENGTHS: Final = range(8, 17)


def add(server: Server, query: Query) -> Reply:
    server.group(query.text("group"), query.manager)
    if query.whole("leverage") not in _LEVERAGES or not query.text("name"):
        raise retcodes.Refusal(retcodes.PARAMETERS)
    passwords = {"main": _password(query.text("passmain")), "investor": _password(query.text("passinvestor"))}
    login = query.whole("login", 0) or server.next("login")
    if login in server.users:
        raise retcodes.Refusal(retcodes.LOGIN_EXISTS)
    fields = dict.fromkeys(_FIELDS, "") | {"Rights": _DEFAULT_RIGHTS, "Agent": "0"} | _given(query)
    fields["Registration"] = fields["LastAccess"] = str(now_msc() // 1000)
    user = User(login, fields, passwords)
    server.save_user(user)
    return done(user.wire(), login=str(login))


def update(server: Server, query: Query) -> Reply:
    user = server.user(query.whole("login"), query.manager)
    given = _given(query)
    if "Group" in given:
        old, new = server.groups[user.group], server.group(given["Group"], query.manager)
        if old.currency != new.currency:
            raise retcodes.Refusal(retcodes.OTHER_CURRENCY)
    if int(given.get("Leverage", "1")) not in _LEVERAGES:
        raise retcodes.Refusal(retcodes.PARAMETERS)
    kept = {} if server.switches.update_replaces else user.fields
    blank = dict.fromkeys(_FIELDS, "") | {"Rights": "0", "Leverage": "100", "Group": user.group}
    user.fields = {**user.fields, **blank, **kept, **given}
    server.save_user(user)
    return done(user.wire())


def get(server: Server, query: Query) -> Reply:
    return done(server.user(query.whole("login"), query.manager).wire())


def get_external(server: Server, query: Query) -> Reply:
    found = [
        user
        for user in server.users_of("*", query.manager)
        if user.fields["Account"] == query.text("account")
    ]
    if not found:
        raise retcodes.Refusal(retcodes.NOT_FOUND)
    return done([user.wire() for user in found])


def get_batch(server: Server, query: Query) -> Reply:
    return done([user.wire() for user in _chosen(server, query)])


def account_get(server: Server, query: Query) -> Reply:
    user = server.user(query.whole("login"), query.manager)
    return done(dealing.money_of(server, user).wire(user.login))


def account_get_batch(server: Server, query: Query) -> Reply:
    return done([dealing.money_of(server, user).wire(user.login) for user in _chosen(server, query)])


def logins(server: Server, query: Query) -> Reply:
    return done([str(user.login) for user in server.users_of(query.text("group"), query.manager)])


def total(server: Server, query: Query) -> Reply:
    return done({"total": str(sum(1 for _ in server.users_of("*", query.manager)))})


def group(server: Server, query: Query) -> Reply:
    return done({"group": server.user(query.whole("login"), query.manager).group})


def check_password(server: Server, query: Query) -> Reply:
    user = server.user(query.whole("login"), query.manager)
    if user.passwords.get(query.text("type")) != query.text("password"):
        raise retcodes.Refusal(retcodes.PASSWORD_INVALID)
    return done()


def change_password(server: Server, query: Query) -> Reply:
    user = server.user(query.whole("login"), query.manager)
    if query.text("type").lower() not in user.passwords:
        raise retcodes.Refusal(retcodes.PARAMETERS)
    user.passwords[query.text("type").lower()] = _password(query.text("password"))
    server.save_user(user)
    return done()


def _chosen(server: Server, query: Query) -> list[User]:
    if query.has("login"):
        wanted = set(query.wholes("login"))
        return [user for user in server.users_of("*", query.manager) if user.login in wanted]
    return list(server.users_of(query.text("group"), query.manager))


def _given(query: Query) -> dict[str, str]:
    """Unknown parameters are ignored, texts are cut to the server's lengths."""
    known = {_BY_NAME[name]: value for name, value in query.values.items() if name in _BY_NAME}
    return {field: value[: _LIMITS.get(field)] for field, value in known.items()}


def _password(password: str) -> str:
    """Two of the three kinds at least: the milder of the two rules that the vendor prints."""
    held = any(map(str.islower, password)) + any(map(str.isupper, password)) + (not password.isalpha())
    if len(password) not in _PASSWORD_LENGTHS or held < 2:
        raise retcodes.Refusal(retcodes.PASSWORD_INVALID)
    return password
