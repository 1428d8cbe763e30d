"""Two hundred open pages in a process of their own, as browsers are none of ours: what each was told, and when.

Started with a line of JSON: {"host", "port", "cookies"}. Says “ready” when every page has been greeted; asked by a line, answers
with what was seen until then. Times are the machine's monotonic clock, which all processes share.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from websockets.asyncio.client import connect

AT_ONCE: Final = 20
"""They come a few at a time, as people do in the morning."""
ROOT: Final = Path(__file__).resolve().parents[3]


@dataclass
class Page:
    """`seen`: lead → when a frame with its row came; `missed`: how often it was told to fetch instead."""

    cookie: str
    seen: dict[str, float] = field(default_factory=dict)
    missed: int = 0

    async def look(self, host: str, port: int, greeted: asyncio.Event) -> None:
        async with connect(
            f"ws://{host}:{port}/live/", host="127.0.0.1", port=port, origin=f"http://{host}:{port}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookie}, max_size=None, proxy=None, compression=None, open_timeout=60,
        ) as line:  # fmt: skip
            async for frame in line:
                at = time.monotonic()
                greeted.set()
                self._take(frame if isinstance(frame, str) else frame.decode(), at)

    def _take(self, text: str, at: float) -> None:
        mark, _, rows = text.partition("</i>")
        self.missed += "missed" in mark
        for part in rows.split('id="lead-')[1:]:
            self.seen.setdefault(part[:36], at)


class Pages:
    """The other side: asks that process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def told(self) -> list[Page]:
        assert self._process.stdin is not None
        print("tell", file=self._process.stdin, flush=True)
        return [Page("", seen, missed) for seen, missed in self.heard()]

    def heard(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("The process of the open pages has ended.")
        return json.loads(line)


@contextmanager
def opened(host: str, port: int, cookies: Sequence[str]) -> Iterator[Pages]:
    command = [sys.executable, "-m", "infra.bench.console.pages"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        assert process.stdin is not None
        print(json.dumps({"host": host, "port": port, "cookies": cookies}), file=process.stdin, flush=True)
        pages = Pages(process)
        if pages.heard() != "ready":
            raise SystemExit("The pages could not be opened.")
        yield pages
    finally:
        process.terminate()
        process.wait(30)


async def _main() -> None:
    loop = asyncio.get_running_loop()
    told = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    pages = [Page(cookie) for cookie in told["cookies"]]
    looking = []
    for start in range(0, len(pages), AT_ONCE):
        greeted = [(page, asyncio.Event()) for page in pages[start : start + AT_ONCE]]
        looking += [
            asyncio.create_task(page.look(told["host"], told["port"], event)) for page, event in greeted
        ]
        await asyncio.gather(*(asyncio.wait_for(event.wait(), 60) for _, event in greeted))
    print(json.dumps("ready"), flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps([(page.seen, page.missed) for page in pages]), flush=True)


if __name__ == "__main__":
    asyncio.run(_main())
