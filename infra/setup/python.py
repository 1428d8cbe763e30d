"""`.venv` with the locked packages, every one of them checked by its hash, and Atrium itself in editable form."""

import os
import shutil
import sys

from infra.setup.stamps import Stamp
from infra.setup.steps import ROOT, SetupFailed, Step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV_LOCK = ROOT / "infra" / "setup" / "uv.txt"
LOCK = ROOT / "requirements.lock"


def install_python() -> bool:
    """True if something had to be done."""
    # The folder is part of it: a virtual environment that was moved does not work.
    stamp = Stamp(VENV / ".atrium-stamp", [LOCK, UV_LOCK, ROOT / "pyproject.toml"], str(ROOT))
    if stamp.holds() and (VENV / "bin" / "atrium").exists():
        return False
    if not _is_usable():
        with Step(
            f"A virtual environment of Python {sys.version_info.major}.{sys.version_info.minor}"
        ) as step:
            _make_venv(step)
    with Step("The locked Python packages (some 100 MB at the first time)") as step:
        step.run(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", UV_LOCK, hint=_OFFLINE)
        _uv(step, "sync", "--require-hashes", str(LOCK))
    with Step("Atrium itself") as step:
        _uv(step, "install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamp.write()
    return True


def _is_usable() -> bool:
    config = VENV / "pyvenv.cfg"
    return (
        config.exists() and PYTHON.exists() and str(VENV) in _text(config) and (VENV / "bin" / "pip").exists()
    )


def _text(config: os.PathLike[str]) -> str:
    with open(config) as file:
        return file.read()


def _make_venv(step: Step) -> None:
    try:
        step.run(sys.executable, "-m", "venv", "--clear", VENV)
    except SetupFailed as failed:
        if "ensurepip" not in str(failed):
            raise
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise SetupFailed(
                f"\nPython's `venv` is not complete on this machine. Install Debian's package {package} "
                f"(sudo apt-get install {package}), then run the same command again."
            ) from None
        step.run("apt-get", "install", "-y", "--no-install-recommends", package)
        step.run(sys.executable, "-m", "venv", "--clear", VENV)


def _uv(step: Step, *words: str) -> None:
    command = (str(VENV / "bin" / "uv"), "pip", words[0], "--python", str(PYTHON), *words[1:])
    step.run(*command, environment={"VIRTUAL_ENV": str(VENV)}, hint=_OFFLINE)


_OFFLINE = "If the lines above speak of a connection: PyPI must be reachable. Put it right"
