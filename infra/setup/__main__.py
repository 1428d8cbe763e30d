"""`python3 infra/setup` (what `make setup` calls): Python packages, then the front end; only what has changed."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from infra.setup.chromium import ensure_chromium
from infra.setup.frontend import build_frontend
from infra.setup.python import install_python
from infra.setup.steps import ROOT, SetupFailed, say


def main() -> None:
    if not ((3, 11) <= sys.version_info < (3, 13)):
        raise SetupFailed("Atrium needs Python 3.11 or 3.12; this is " + sys.version.split()[0] + ".")
    if not os.access(ROOT, os.W_OK):
        raise SetupFailed(f"{ROOT} belongs to another user. Clone Atrium into a folder of your own.")
    did = install_python()
    did = build_frontend() or did
    if "--with-chromium" in sys.argv:
        did = ensure_chromium() or did
    if did or "--quiet" not in sys.argv:
        say("Ready. `make` lists what you can do next.")


if __name__ == "__main__":
    main()
