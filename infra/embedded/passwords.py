"""A server's password, made once and kept in a file that only its owner can read."""

import os
import secrets
from pathlib import Path


def kept(file: Path) -> str:
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        return _made(file)


def _made(file: Path) -> str:
    password = secrets.token_urlsafe(24)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(password + "\n")
    return password
