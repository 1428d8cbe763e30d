"""The ports of the running product; each can be moved by its variable."""

import os
from typing import NamedTuple

from infra.embedded import ports


class Port(NamedTuple):
    variable: str
    default: int
    server: str

    @property
    def number(self) -> int:
        return int(os.environ.get(self.variable) or self.default)


WEB = Port("ATRIUM_PORT", 8000, "web pages and sockets")
MT5 = Port("ATRIUM_MT5_PORT", 8443, "the MT5 simulator")
MT5_CONTROL = Port("ATRIUM_MT5_CONTROL_PORT", 8444, "the control door of the MT5 simulator")
PSP = Port("ATRIUM_PSP_PORT", 8450, "the PSP simulator")
ALL = (WEB, MT5, MT5_CONTROL, PSP)


def require_all_free() -> None:
    for port in ALL:
        advice = f"Stop that program or choose another port with {port.variable}=…"
        ports.require_free(port.number, server=port.server, advice=advice)
