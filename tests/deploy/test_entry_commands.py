"""Each entry command of compose.yaml runs from the installed wheel, as a user who is not root, until it is told to stop."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.embedded import Postgres, Redis
from infra.embedded.ports import free_port
from infra.settings.env import app_url
from tests.deploy import image as images
from tests.deploy.files import our_services
from tests.deploy.image import PATIENCE_SECONDS, Image

# What a process writes when it has begun its work.
SIGNS = {
    "web": r"Uvicorn running on",
    "feed": r"Feed is running",
    "worker": r"worker@\S+ ready\.",
    "jobs": r"jobs@\S+ ready\.",
    "provisioning": r"provisioning@\S+ ready\.",
    "beat": r"Sending due task",
}


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    with images.built() as made:
        yield made


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What .env and the service names stand for: servers of this machine."""
    folder = tmp_path_factory.mktemp("deploy")
    postgres, redis = Postgres(folder / "pg", durable=False), Redis(folder / "redis", durable=False)
    try:
        postgres.start()
        redis.start()
        yield {
            "DATABASE_URL": postgres.url,
            "DATABASE_APP_URL": app_url(postgres.url),
            "REDIS_URL": redis.url,
        }
    finally:
        redis.stop()
        postgres.wipe()


@pytest.fixture(scope="module")
def migrated(image: Image, values: dict[str, str]) -> None:
    """By the image's own entry command, first as in compose.yaml."""
    log = image.place / "migrate.log"
    process = image.run(["migrate"], environment_of("migrate", values), log)
    assert process.wait(PATIENCE_SECONDS) == 0, log.read_text()


def environment_of(service: str, values: dict[str, str], **more: str) -> dict[str, str]:
    """The variables that compose.yaml gives this service, and no other, with values of this machine."""
    asked = our_services()[service]["environment"]
    secret = "s" * 40
    made = {
        name: values.get(name)
        or re.sub(r"\$\{[A-Z_]+:\?\}", secret, re.sub(r"\$\{[A-Z_]+:-\}", "", str(text)))
        for name, text in asked.items()
    }
    return {**made, "ATRIUM_ROOT_DOMAIN": "brokers.example.com", "ATRIUM_TLS": "1", **_of_the_image(), **more}


def _of_the_image() -> dict[str, str]:
    return {"ATRIUM_HOST": "127.0.0.1", "ATRIUM_VAR": "."}


@pytest.mark.parametrize("service", SIGNS)
@pytest.mark.usefixtures("migrated")
def test_an_entry_command_runs_and_stops(service: str, image: Image, values: dict[str, str]) -> None:
    log = image.place / f"{service}.log"
    environment = environment_of(service, values, ATRIUM_PORT=str(free_port()))
    process = image.run(our_services()[service]["command"], environment, log)
    try:
        images.wait_for(process, log, SIGNS[service])
        if os.geteuid() == 0:
            assert _user_of(process) != 0
        if service == "web":
            assert _healthy(image, environment)
    finally:
        code = images.ends(process, timeout_seconds=25)
    assert code in (0, -15), log.read_text()[-3000:]
    assert "Traceback" not in log.read_text()


def test_every_page_is_importable_from_the_runtime_packages(image: Image, values: dict[str, str]) -> None:
    """Warming imports every view of every surface, every task and every subscriber's room."""
    code = "from infra.supervisor.warm import warm; warm()"
    log = image.place / "warm.log"
    process = image.start(["python", "-c", code], environment_of("web", values), log)
    assert process.wait(PATIENCE_SECONDS) == 0, log.read_text()


def test_a_missing_secret_is_named(image: Image, values: dict[str, str]) -> None:
    environment = {**environment_of("web", values), "ATRIUM_SECRET_KEY": ""}
    log = image.place / "refused.log"
    assert image.run(["web"], environment, log).wait(PATIENCE_SECONDS) == 1
    assert "ATRIUM_SECRET_KEY is missing or shorter than 32 characters" in log.read_text()
    assert "Traceback" not in log.read_text()


def _healthy(image: Image, environment: dict[str, str]) -> bool:
    """The image's own health check, as its engine would call it."""
    log = image.place / "health.log"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while image.run(["health"], environment, log).wait(PATIENCE_SECONDS) != 0:
        assert time.monotonic() < deadline, log.read_text()
    return log.read_text().strip() == "alive"


def _user_of(process: subprocess.Popen[bytes]) -> int:
    return Path(f"/proc/{process.pid}").stat().st_uid


def test_the_wheel_holds_what_is_not_python(image: Image) -> None:
    site: Any = next((image.app / "lib").glob("python3*/site-packages"))
    for wanted in (
        "atrium/brokers/*.sql",
        "tenants/ledger/sql/*.sql",
        "portals/shared/templates/**/*.html",
        "api/openapi.yaml",
    ):
        assert list(site.glob(wanted)), wanted
    assert not (site / "tests").exists()
    assert not (site / "platform").exists()
