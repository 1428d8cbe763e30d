"""The whole suite's ground: real servers, two brokers (Acme and Borealis), and clients of each surface.

- `acme`, `borealis`: tenants; `with tenancy.entered(acme):` steps in, `in_acme` is already inside.
- A test that asks for `db` runs in a transaction that is rolled back. One that commits (threads, processes, on_commit)
  asks for `committed`: its database is thrown away after it.
- `browse(tenant, surface, user)` gives a test client on that surface's host, logged in if a user is given.
- ATRIUM_TEST_SERVERS=0 starts no server: enough for rules, engine and contract tests.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest

from tests import servers as test_servers

# How long an example takes says something of the machine's other work, and nothing of the product.
# The suite sees the same examples each time; whoever asks for a number of them (`make chaos`) sees others.
_SAME = not {"ATRIUM_HISTORIES", "ATRIUM_RANDOM_WORLDS"} & os.environ.keys()
hypothesis.settings.register_profile("suite", deadline=None, derandomize=_SAME)
hypothesis.settings.load_profile("suite")

# `make test` runs two workers. Their conductor runs no test: it starts nothing and gives the environment back as it was, or
# the workers would inherit settings that are read before this file can say where their servers are.
_CONDUCTS = os.environ.get("ATRIUM_TEST_WORKERS") is not None and "PYTEST_XDIST_WORKER" not in os.environ
_WANTED = os.environ.get("ATRIUM_TEST_SERVERS", "1") != "0" and not _CONDUCTS
SERVERS = test_servers.start() if _WANTED else None
DATABASE = test_servers.session_name()


def _prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra.settings")
    os.environ["ATRIUM_ENV"] = "test"
    os.environ.setdefault("ATRIUM_STATIC", str(test_servers.ROOT / "var" / "static"))
    os.environ["DATABASE_URL"] = "postgresql://nobody:none@127.0.0.1:1/none"
    if SERVERS:
        os.environ["DATABASE_URL"] = SERVERS.database_url(DATABASE)
        os.environ["REDIS_URL"] = SERVERS.redis_url
        os.environ["ATRIUM_VAR"] = str(SERVERS.folder)
    django.setup()


_given = dict(os.environ)
_prepare()
if _CONDUCTS:
    os.environ.clear()
    os.environ.update(_given)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser and the files that ask for a longer time limit go first: no worker is left alone with one at the end."""
    long = {item.path for item in items if item.get_closest_marker("timeout")}
    items.sort(key=lambda item: ("tests/e2e/" not in item.nodeid, item.path not in long))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file stays in one worker, and the browser tests all in one: they share a running product. What a test does in parts is
    done by as many workers."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    class Together(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            if "[part " in nodeid:
                return nodeid
            return "e2e" if "tests/e2e/" in nodeid else super()._split_scope(nodeid)

    return Together(config, log)


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVERS:
        if SERVERS.has_database(DATABASE):
            SERVERS.drop_database(DATABASE)
        for stop in SERVERS.stop:
            stop()


@pytest.fixture(scope="session")
def ground(django_db_blocker: Any) -> Iterator[Any]:
    """The session's database: a copy of a base that is built once for each state of the migrations."""
    if SERVERS is None:
        pytest.fail("This test needs servers, and ATRIUM_TEST_SERVERS=0 forbids them.")
    from tests import ground as building

    with django_db_blocker.unblock():
        base = building.ensure_base(SERVERS)
        SERVERS.copy_database(base, DATABASE)
        building.connect_as_app()
        yield SERVERS


@pytest.fixture(scope="session")
def django_db_setup(ground: Any) -> Iterator[None]:
    """Instead of pytest-django's: our database is there, and rows are rolled back."""
    yield
    from django.db import connections

    connections.close_all()


@pytest.fixture
def committed(ground: Any, django_db_blocker: Any) -> Iterator[None]:
    """For tests whose work is really committed. Afterwards the database is made anew."""
    from tests import ground as building

    with django_db_blocker.unblock():
        try:
            yield
        finally:
            building.start_over(ground, DATABASE)


@pytest.fixture(autouse=True)
def _nobody_inside() -> Iterator[None]:
    """Each test begins and ends outside every house."""
    from atrium.kernel import actor, tenancy

    tenancy.switch(None)
    actor.switch(actor.SYSTEM)
    yield
    tenancy.switch(None)
    actor.switch(actor.SYSTEM)


@pytest.fixture(autouse=True)
def _nothing_cached(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a rolled-back test put into the cache is rolled back with it."""
    yield
    if "db" in request.fixturenames:
        from django.core.cache import cache

        cache.clear()


@pytest.fixture(scope="session")
def _tenants(ground: Any) -> dict[str, Any]:
    from tests import ground as building

    return building.tenants()


@pytest.fixture
def acme(_tenants: dict[str, Any]) -> Any:
    return _tenants["acme"]


@pytest.fixture
def borealis(_tenants: dict[str, Any]) -> Any:
    return _tenants["borealis"]


@pytest.fixture
def vendor(_tenants: dict[str, Any]) -> Any:
    return _tenants["vendor"]


@pytest.fixture
def in_acme(db: None, acme: Any) -> Iterator[Any]:
    from atrium.kernel import tenancy

    with tenancy.entered(acme):
        yield acme


@pytest.fixture
def in_borealis(db: None, borealis: Any) -> Iterator[Any]:
    from atrium.kernel import tenancy

    with tenancy.entered(borealis):
        yield borealis


@pytest.fixture
def browse() -> Callable[..., Any]:
    from tests.surfaces import browse as make

    return make


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path
