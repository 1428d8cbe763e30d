"""PostgreSQL refuses to run as root; as root its programs run as an unprivileged user."""

import os
import pwd
import subprocess
from pathlib import Path
from typing import NamedTuple, TypedDict

from infra.embedded.errors import EmbeddedError

UNPRIVILEGED = "nobody"


class PopenOptions(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


class Account(NamedTuple):
    name: str
    uid: int
    gid: int

    def popen_options(self) -> PopenOptions:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)

    def may(self, path: Path, mode: str = "-x") -> bool:
        """Asked of the kernel as that user, because modes, groups and ACLs all have a say."""
        test = ["/usr/bin/test", mode, str(path)]
        return subprocess.run(test, cwd="/", check=False, **self.popen_options()).returncode == 0


def server_account() -> Account | None:
    """None for an ordinary user, who runs the servers as himself."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise EmbeddedError(
            f"PostgreSQL does not run as root and this machine has no user `{UNPRIVILEGED}`. "
            "Run as an ordinary user, or set DATABASE_URL to a server of yours."
        ) from None
    return Account(UNPRIVILEGED, entry.pw_uid, entry.pw_gid)
