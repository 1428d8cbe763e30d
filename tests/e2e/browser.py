"""Chromium, and what it may not complain about: content policy, script errors."""

from typing import Any, Self

from django.db import connections
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from infra.setup.chromium import found_chromium

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
# What is to be seen is waited for; how fast it comes is measured elsewhere.
expect.set_options(timeout=15_000)
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


def chromium() -> str:
    found = found_chromium()
    if not found:
        raise RuntimeError(
            "No Chromium was found. `make test` installs it; or set ATRIUM_CHROMIUM to its path."
        )
    return found


class Browsers:
    def __enter__(self) -> Self:
        self._playwright = sync_playwright().start()
        self.chromium: Browser = self._playwright.chromium.launch(
            executable_path=chromium(), args=list(ARGUMENTS)
        )
        return self

    def __exit__(self, *_: object) -> None:
        # Beside a running event loop Django keeps connections apart. Left open they would outlive their database, and the next
        # test with a loop of its own would find them.
        connections.close_all()
        self.chromium.close()
        self._playwright.stop()


class Opened:
    """The pages of one test. `faults` is what the browser complained about in any of them."""

    def __init__(self, browsers: Browsers) -> None:
        self.browsers = browsers
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def page(self, *, phone: bool = False, dark: bool = False, language: str = "en-GB") -> Page:
        more: dict[str, Any] = {"has_touch": True} if phone else {}
        context = self.browsers.chromium.new_context(
            viewport=PHONE if phone else WIDE, locale=language, **more
        )  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        if dark:
            page.add_init_script(
                "addEventListener('DOMContentLoaded', () => (document.documentElement.dataset.bsTheme = 'dark'))"
            )
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("console", self._heard)
        page.on("request", self._asked)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def _asked(self, request: Request) -> None:
        if request.url.endswith("/_csp"):
            self.faults.append(f"content policy report from {request.frame.url}: {request.post_data}")
