"""The processes of the product: each is a word of the `atrium` command, here as in the container images."""

import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from infra.embedded.ports import is_taken
from infra.supervisor import ports, running
from infra.supervisor.child import Forked

Ready = Callable[[Forked], bool]


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    words: tuple[str, ...]
    ready: Ready
    title: str
    as_owner: bool = False
    patience_seconds: float = 60


def listens(port: ports.Port) -> Ready:
    return lambda child: is_taken(port.number)


def says(text: str) -> Ready:
    return lambda child: text in child.said()


def answers(port: ports.Port, path: str) -> Ready:
    def ready(child: Forked) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port.number}{path}", timeout=5) as answer:
                return int(answer.status) == 200
        except (urllib.error.URLError, OSError):
            return False

    return ready


def simulators() -> list[Program]:
    var = str(running.var())
    return [
        Program(
            "mt5sim",
            ("mt5sim", "--data", f"{var}/mt5", "--ca", f"{var}/ca"),
            listens(ports.MT5),
            "MT5 simulator",
        ),
        Program("pspsim", ("pspsim", "--data", f"{var}/psp"), listens(ports.PSP), "PSP simulator"),
    ]


def provisioning() -> Program:
    return Program("provisioning", ("provisioning",), says(" ready."), "Provisioning worker", as_owner=True)


def services() -> list[Program]:
    return [
        Program("worker", ("worker",), says(" ready."), "Worker"),
        Program("jobs", ("jobs",), says(" ready."), "Worker for long work"),
        Program("feed", ("feed",), says("Feed is running"), "Trading feed"),
        Program("beat", ("beat",), says("beat: Starting"), "Beat"),
        Program("web", ("web",), answers(ports.WEB, "/healthz"), "Pages and sockets"),
    ]
