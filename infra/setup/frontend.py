"""npm packages by the lock, bundled once. Node is the one that came as a Python package."""

import os
from pathlib import Path

from infra.setup.python import LOCK, PYTHON, VENV
from infra.setup.stamps import Stamp, files_under
from infra.setup.steps import ROOT, Step

MODULES = ROOT / "node_modules"
SOURCES = ROOT / "portals" / "shared" / "assets"
BUILT = ROOT / "portals" / "shared" / "static" / "atrium"
LOCKED = [ROOT / "package.json", ROOT / "package-lock.json"]


def build_frontend() -> bool:
    """True if something had to be done."""
    return any([_install_modules(), _bundle(), _collect()])


def _install_modules() -> bool:
    stamp = Stamp(MODULES / ".atrium-stamp", LOCKED)
    if stamp.holds():
        return False
    with Step("The locked npm packages") as step:
        hint = "If the lines above speak of a connection: the npm registry must be reachable. Put it right"
        step.run(
            VENV / "bin" / "npm", "ci", "--no-fund", "--no-audit", environment=node_environment(), hint=hint
        )
        stamp.write()
    return True


def _bundle() -> bool:
    stamp = Stamp(BUILT / ".atrium-stamp", [*LOCKED, *files_under(SOURCES), *_files_naming_icons()])
    if stamp.holds():
        return False
    with Step("Styles and scripts") as step:
        step.run(VENV / "bin" / "npm", "run", "--silent", "build", environment=node_environment())
        stamp.write()
    return True


def _files_naming_icons() -> list[Path]:
    """The sprite holds the icons that pages name, so a page that names another one makes it anew."""
    portals = ROOT / "portals"
    return [path for kind in ("*.html", "*.py") for path in portals.rglob(kind)]


def _collect() -> bool:
    """Named by their content and compressed, as the web process serves them."""
    collected = Path(os.environ.get("ATRIUM_VAR") or ROOT / "var") / "static"
    made_from = [path for folder in (ROOT / "portals").glob("**/static") for path in files_under(folder)]
    stamp = Stamp(
        collected / ".atrium-stamp", [LOCK, *(path for path in made_from if path != BUILT / ".atrium-stamp")]
    )
    if stamp.holds():
        return False
    with Step("The front end's files for serving") as step:
        step.run(PYTHON, ROOT / "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0")
        stamp.write()
    return True


def node_environment() -> dict[str, str]:
    """Our Node before any other one on PATH; nothing is asked of npm but what the lock says."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {"PATH": path, "npm_config_update_notifier": "false", "CI": "1"}
