"""Which port of the loopback address a server gets."""

import socket

from infra.embedded.errors import EmbeddedError

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        # A port in TIME_WAIT is free for a server that sets this option too, and all of ours do.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def require_free(port: int, *, server: str, advice: str = "Stop that program or choose another port") -> None:
    if is_taken(port):
        raise EmbeddedError(
            f"Port {port} of {LOOPBACK}, wanted for {server}, is used by another program. "
            f"{advice}, then start again; nothing was changed."
        )
