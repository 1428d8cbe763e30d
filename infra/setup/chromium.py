"""The browser of the end-to-end tests: the one of this machine, or Debian's."""

import os
import shutil

from infra.setup.steps import SetupFailed, Step, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found_chromium() -> str | None:
    """ATRIUM_CHROMIUM names one that is not on PATH."""
    if named := os.environ.get("ATRIUM_CHROMIUM"):
        return named if os.access(named, os.X_OK) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure_chromium() -> bool:
    """True if one had to be installed."""
    if found_chromium():
        return False
    if named := os.environ.get("ATRIUM_CHROMIUM"):
        raise SetupFailed(
            f"ATRIUM_CHROMIUM names {named}, which is no program that can be run. Correct it, or unset it to have "
            "Debian's chromium found or installed."
        )
    say("No Chromium was found; the browser tests need one, so Debian's package `chromium` is installed now.")
    if not shutil.which("apt-get"):
        raise SetupFailed(
            "There is no apt-get here. Install Chromium by hand or set ATRIUM_CHROMIUM to its path."
        )
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not shutil.which("sudo"):
        raise SetupFailed(
            "Installing it takes root: run `apt-get install chromium` as root, then run this again."
        )
    with Step("Debian's chromium") as step:
        hint = "Run `apt-get update && apt-get install chromium` as root, or set ATRIUM_CHROMIUM"
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        step.run(*as_root, "apt-get", "update", "-q", environment=quiet, hint=hint)
        step.run(
            *as_root,
            "apt-get",
            "install",
            "-y",
            "-q",
            "--no-install-recommends",
            "chromium",
            "fonts-noto-core",
            environment=quiet,
            hint=hint,
        )
    if not found_chromium():
        raise SetupFailed(
            "Debian's chromium was installed but is not on PATH. Set ATRIUM_CHROMIUM to its path."
        )
    return True
