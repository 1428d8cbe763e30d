"""`atrium rebates run` starts without Django and without a database."""

import os
import subprocess
import sys

from tests.rebates.golden import FOLDER


def test_command_needs_neither_django_nor_settings() -> None:
    program = (
        "import sys\n"
        "from infra.commands.rebates import command\n"
        f"command.main(['run', {str(FOLDER / 'base-per-lot.json')!r}, '--check'], standalone_mode=False)\n"
    )
    watched = f"try:\n  exec({program!r})\nexcept SystemExit as end:\n  assert end.code == 0\nassert 'django' not in sys.modules"
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO", "DATABASE", "REDIS"))
    }
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{watched}"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_engine_imports_no_django_and_reads_no_clock() -> None:
    import tenants.rebates.engine as package

    folder = os.path.dirname(package.__file__)
    for root, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".py"):
                with open(os.path.join(root, name), encoding="utf-8") as file:
                    text = file.read()
                assert "django" not in text, name
                assert ".now(" not in text, name
                assert "float" not in text, name
