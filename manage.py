"""Django's usual door; `atrium django …` is the same."""

import sys
from pathlib import Path

# A package or module named `platform` beside this file would shadow the standard library's and break everything.
for stray in ("platform/__init__.py", "platform.py"):
    if (Path(__file__).parent / stray).exists():
        sys.exit(f"Remove {stray}: it hides Python's own module `platform` (docs/map.md says why).")

if __name__ == "__main__":
    from infra.commands.django import command

    command(sys.argv[1:], prog_name="manage.py")
