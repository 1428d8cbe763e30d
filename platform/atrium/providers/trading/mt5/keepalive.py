"""Keeps an idle session open: the server closes a connection on which it hears nothing for two or three minutes."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from typing import Protocol

from atrium.providers.errors import ProviderError

log = logging.getLogger(__name__)


class Pingable(Protocol):
    def ping(self) -> None: ...


class KeepAlive:
    """A daemon thread that pings after so many idle seconds, and ends when its client is closed or forgotten."""

    def __init__(self, client: Pingable, idle_seconds: float) -> None:
        self._client = weakref.ref(client)
        self._idle_seconds = idle_seconds
        self._last = time.monotonic()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def touch(self) -> None:
        self._last = time.monotonic()

    def start(self) -> None:
        self.touch()
        if self._thread is None or not self._thread.is_alive():
            self._ending = threading.Event()
            self._thread = threading.Thread(
                target=self._run, args=(self._ending,), name="mt5-keepalive", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._thread = None

    def _run(self, ending: threading.Event) -> None:
        while not ending.wait(self._idle_seconds / 4):
            client = self._client()
            if client is None:
                return
            if time.monotonic() - self._last >= self._idle_seconds:
                self._ping(client)
            del client

    def _ping(self, client: Pingable) -> None:
        self.touch()  # also after a failure: the next request reports it, this thread only keeps trying
        try:
            client.ping()
        except ProviderError as error:
            log.warning("mt5 keep-alive failed: %s", error.message)
