"""The product in a real browser: web and worker as processes of their own, on a database of their own.

- `site`: the running product; `site.url(tenant, surface, path)`.
- `open_page(tenant, surface)`: a page whose content-policy reports and script errors fail the test at its end.
- `log_in(page, site, tenant, surface, email)`: as a person does it, by the form.
- `shoot(page, name)`: writes docs/screenshots/<name>.png when ATRIUM_SCREENSHOTS=1.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from atrium.kernel import tenancy
from tests.e2e.browser import Browsers, Opened
from tests.e2e.desk import Desk, furnish
from tests.e2e.site import Site, start_site
from tests.ground import tenants

SCREENSHOTS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="package")
def site(ground: Any, django_db_blocker: Any) -> Iterator[Site]:
    # Playwright keeps an event loop in this thread, which makes Django fear for its connections; nothing here is async.
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = start_site(ground)
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="package")
def desk(site: Site) -> Desk:
    """Sam and Rita at Acme's desk, with leads, partners and a client who trades."""
    with tenancy.entered(tenants()["acme"]):
        return furnish(PASSWORD)


@pytest.fixture(scope="package")
def browsers() -> Iterator[Browsers]:
    with Browsers() as started:
        yield started


@pytest.fixture
def open_page(site: Site, browsers: Browsers) -> Iterator[Callable[..., Any]]:
    opened = Opened(browsers)
    yield opened.page
    opened.close()
    assert opened.faults == [], "the browser complained"


@pytest.fixture
def log_in(site: Site) -> Callable[..., None]:
    def log_in(page: Any, tenant: Any, surface: str, email: str, password: str = PASSWORD) -> None:
        page.goto(site.url(tenant, surface, "/account/login/"))
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(password)
        page.locator("form[action='/account/login/'] button[type=submit]").click()
        page.wait_for_url(lambda url: "/account/login/" not in url)

    return log_in


@pytest.fixture
def shoot() -> Callable[..., None]:
    def shoot(page: Any, name: str, *, full: bool = False) -> None:
        if os.environ.get("ATRIUM_SCREENSHOTS") == "1":
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            # Hiding the caret would leave an empty style on every input, which htmx would carry over against our policy.
            page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=full, caret="initial")

    return shoot
