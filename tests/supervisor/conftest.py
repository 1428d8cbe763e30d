from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.supervisor.crew import Crew


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATRIUM_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def crew() -> Iterator[Crew]:
    people = Crew()
    yield people
    people.stop()
