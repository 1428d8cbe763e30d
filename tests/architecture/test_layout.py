"""Where things may be (docs/map.md). Each of these rules has a reason there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ATRIUM, ROOT, TENANTS, rooms

ANY_ROOM = {
    "__init__.py", "apps.py", "models.py", "rules.py", "services.py", "selectors.py", "tasks.py", "events.py", "types.py",
    "postings.py",
}  # fmt: skip
# A file beyond the list is named here with what it is; without a name it does not belong.
MORE = {
    "audit": {
        "anchors.py": "signed notes of where a chain ended",
        "canonical.py": "the text of an entry and its hash",
        "declarations.py": "what the rooms said of their tables",
        "exporting.py": "the chain as files for an outsider",
        "person_keys.py": "each person's key",
        "triggers.py": "the two triggers on every audited table",
        "verification.py": "the whole chain, walked",
    },
    "brokers": {
        "declarations.py": "what the rooms say of their own tables",
        "grants.py": "what each database role may do",
        "migrating.py": "migrations over the whole fleet",
        "provisioning.py": "making a schema as owner",
        "template.py": "the SQL template of a house",
    },
    "approvals": {
        "choosing.py": "which chain a request goes through",
        "kinds.py": "every kind of request",
        "rates.py": "amounts in the broker's currency",
        "seats.py": "whose authority somebody decides with",
        "sight.py": "who sees which request",
        "standing.py": "what somebody may do with a request",
    },
    "clients": {"merging.py": "what a merge of two leads means for their clients"},
    "connections": {
        "keys.py": "the key ring",
        "seal.py": "encryption of credentials",
        "vendors.py": "from a stored connection to a provider's adapter",
    },
    "ibs": {
        "dating.py": "half-open ranges of days in the database",
        "requests.py": "who wants to be a partner",
    },
    "identity": {
        "adapter.py": "the one allauth adapter",
        "devices.py": "log-ins and their devices",
        "forms.py": "allauth's forms, by realm",
        "surfaces.py": "which realm each surface takes",
        "visits.py": "a portal seen as its owner sees it",
        "zones.py": "the time zone somebody reads in",
    },
    "insight": {
        "actions.py": "what can be done to many people at once",
        "board.py": "leads as a board",
        "choices.py": "what filters offer",
        "figures.py": "a person's figures, in one statement",
        "finding.py": "search over all rooms, in scope",
        "indexing.py": "the search's words of all rooms, made anew",
        "finance_lists.py": "lists of transfers, cases, corrections, operations and bank lines",
        "money_booked.py": "ledger transactions as people read them",
        "money_card.py": "everything of one movement of money",
        "money_figures.py": "the finance dashboard",
        "money_finding.py": "movements of money by whatever is in hand",
        "money_lists.py": "lists of deposits and payouts",
        "money_wire.py": "what was said about a movement of money",
        "partner_lists.py": "the list of partners",
        "partner_trades.py": "deals below a partner",
        "people.py": "lists of leads and clients",
        "searching.py": "rows that fit a text, few or very many",
        "task_lists.py": "the list of tasks",
        "trading_lists.py": "the list of trading accounts",
    },
    "lists": {
        "facts.py": "rows as plain facts",
        "compiling.py": "conditions as SQL",
        "paging.py": "pages by key, in any order",
        "registry.py": "lists by code",
    },
    "jobs": {
        "files.py": "files of jobs, keyed by broker",
        "registry.py": "kinds of long work by code",
    },
    "ledger": {
        "addresses.py": "the grammar of ledger addresses",
        "refusals.py": "what the database's refusals mean",
    },
    "messaging": {
        "backend.py": "Django's mail backend",
        "first_passwords.py": "the password that a client whom staff entered begins with",
        "invitations.py": "the first mail to a colleague",
        "links.py": "links to set a password",
        "partner_invitations.py": "the mail to somebody whom a partner invites to stand below it",
        "requests.py": "a new password, when a second person agrees",
        "welcomes.py": "mails with a link to set a password",
    },
    "notifications": {
        "kinds.py": "every kind of news",
        "mailings.py": "mails and digests",
    },
    "outbox": {"registry.py": "subscriptions by event", "together.py": "many deliveries in one turn"},
    "payments": {
        "effects.py": "what a correction would do to balances",
        "references.py": "what a payer writes on a bank transfer, with its check digit",
        "routing.py": "which way a payment takes",
    },
    "rebates": {
        "advice.py": "what to look at twice in a plan",
        "cpa.py": "how far each client is on the way to a CPA",
        "cpa_plans.py": "which CPA plans win a client",
        "dated.py": "rows of the tree that hold from one moment to another",
        "gifts.py": "what partners gave their clients, as of a time",
        "reached.py": "where a partner stands on tables of steps",
        "own_shares.py": "what sub-IBs keep of what comes to them and the partner above, as of a time",
        "paying.py": "what was paid and is to be paid",
        "moving.py": "what a move in the tree means for rebates",
        "ranking.py": "the figures that ranks ask for",
        "gather.py": "the facts of a batch, in a constant number of queries",
        "happenings.py": "what happened with clients, as events of a scenario",
        "people.py": "partners, clients and accounts as the engine takes them",
        "privacy.py": "what of an explanation a partner may see",
        "scenario.py": "the scenario document of gathered facts",
        "tracing.py": "the trace of a line, made again",
        "verification.py": "subledger against lines and ledger",
    },
    "wallets": {"requests.py": "transfers that wait for a second person"},
    "staff": {
        "authorities.py": "authority as it stands now",
        "authority.py": "what several roles add up to",
        "masking.py": "values seen partly, or not at all",
        "permissions.py": "every codename there is",
        "scopes.py": "which rows a permission reaches",
        "visiting.py": "who may see a portal as its owner does",
    },
    "trading": {"versions.py": "deals as their server tells them now"},
}
FOLDERS = {
    "migrations",
    "sql",
    "templates",
    "templatetags",
    "services",
    "selectors",
    "engine",
    "bulk",  # computing many deals at once
    "rules",
    "models",
    "__pycache__",
    "outside",  # what an outsider runs without the rest
}
BANNED = {"utils.py", "helpers.py", "manager.py", "managers.py", "common.py", "misc.py", "signals.py"}

ROOMS = rooms(TENANTS) + rooms(ATRIUM)


def test_platform_is_a_source_root_and_no_package() -> None:
    inside = {path.name for path in (ROOT / "platform").iterdir()} - {"__pycache__"}
    assert inside == {"README.md", "atrium"}


def test_pythons_own_module_platform_is_the_one_that_is_imported() -> None:
    import platform

    assert platform.system() == "Linux"


@pytest.mark.parametrize("stray", ["platform/__init__.py", "platform.py"])
def test_manage_py_says_so_if_platform_becomes_a_package(stray: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / stray).parent.mkdir(exist_ok=True)
    (tmp_path / stray).touch()
    run = [sys.executable, "-P", str(tmp_path / "manage.py"), "check"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"Remove {stray}: it hides Python's own module `platform`" in done.stderr


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_holds_only_files_of_the_list(room: Path) -> None:
    allowed = ANY_ROOM | MORE.get(room.name, {}).keys()
    files = {path.name for path in room.iterdir() if path.is_file() and path.suffix == ".py"}
    folders = {path.name for path in room.iterdir() if path.is_dir()}
    assert files - allowed == set()
    assert folders - FOLDERS == set()


def test_no_name_of_the_list_has_lost_its_file() -> None:
    gone = [
        f"{name}/{file}"
        for name, files in MORE.items()
        for file in files
        for room in [next((room for room in ROOMS if room.name == name), None)]
        if room is None or not (room / file).exists()
    ]
    assert gone == []


def test_no_drawer_for_everything() -> None:
    code = [ROOT / name for name in ("platform", "tenants", "portals", "api")]
    assert [str(path) for folder in code for path in folder.rglob("*.py") if path.name in BANNED] == []


def test_no_test_lives_in_the_product() -> None:
    code = [ROOT / name for name in ("platform", "tenants", "portals", "api", "infra")]
    strays = [
        str(path)
        for folder in code
        for pattern in ("test_*.py", "conftest.py")
        for path in folder.rglob(pattern)
    ]
    assert strays == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
