"""Redis of the wheel (or of PATH): loopback only, always with a password."""

import os
import shutil
import signal
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

from infra.embedded import binaries, passwords, ports, process
from infra.embedded.errors import EmbeddedError

NAME = "Redis"


class Redis:
    """`with Redis(folder) as server: server.url`. Durable keeps an append-only file in `folder`."""

    def __init__(self, folder: Path, port: int | None = None, *, durable: bool = True) -> None:
        self.folder = Path(folder).absolute()
        self.port = port
        self.durable = durable
        self._child: process.Child | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        if self._child is None:
            raise EmbeddedError(f"{NAME} over {self.folder} is not running: call start() first.")
        return f"redis://:{self._password()}@{ports.LOOPBACK}:{self.port}/0"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.port is not None:
            ports.require_free(self.port, server=NAME)
        process.require_space(self.folder, server=NAME)
        program = binaries.redis_server()
        lock = process.locked(self.folder, server=NAME)
        try:
            self._start_at(self.port if self.port is not None else ports.free_port(), program, lock)
        finally:
            os.close(lock)

    def is_alive(self) -> bool:
        return self._child is not None and self._child.process.poll() is None

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop(signal.SIGTERM)
            self._child = None

    def wipe(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_at(self, port: int, program: Path, lock: int) -> None:
        # The configuration goes in by standard input: a password among the arguments is for everybody to read.
        start = process.Start(
            NAME,
            [str(program), "-"],
            self.folder / "log",
            signal.SIGTERM,
            stdin=self._configuration(port).encode(),
        )
        child = process.Child(start, lock=lock)
        try:
            child.wait_until_ready(lambda: self._answers(port), timeout_seconds=30)
        except BaseException:
            child.stop(signal.SIGTERM)
            raise
        self.port, self._child = port, child

    def _configuration(self, port: int) -> str:
        lines = [
            f"port {port}",
            f"bind {ports.LOOPBACK}",
            f"requirepass {self._password()}",
            f'dir "{self.folder}"',
            "daemonize no",
            'save ""',
            f"appendonly {'yes' if self.durable else 'no'}",
            "appendfsync everysec",
            "maxmemory-policy noeviction",
        ]
        return "\n".join(lines) + "\n"

    def _answers(self, port: int) -> bool:
        """PING by hand: the answer is PONG only after the append-only file is read."""
        try:
            with socket.create_connection((ports.LOOPBACK, port), timeout=5) as line:
                line.sendall(f"AUTH {self._password()}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    if not (part := line.recv(256)):
                        return False
                    answer += part
                return answer == b"+OK\r\n+PONG\r\n"
        except OSError:
            return False

    def _password(self) -> str:
        return passwords.kept(self.folder / "password")
