"""Partners who are looking: an open socket each, and when every rebate line was seen on it."""

import re
import time
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect

from atrium.kernel import tenancy
from infra.supervisor import ports

_LINE = re.compile(r'id="line-(\d+)"')


@dataclass
class Onlooker:
    """`seen`: number of a rebate line → the time at which a frame with it came."""

    tenant: tenancy.Tenant
    partner_code: str
    cookie: str
    seen: dict[int, float] = field(default_factory=dict)
    frames: int = 0

    async def look(self) -> None:
        """Until cancelled."""
        host = f"ib.{self.tenant.slug}.localhost:{ports.WEB.number}"
        async with connect(
            f"ws://{host}/live/",
            host="127.0.0.1",
            port=ports.WEB.number,
            origin=f"http://{host}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookie},
            max_size=None,
            proxy=None,
        ) as line:
            await self._read(line)

    async def _read(self, line: ClientConnection) -> None:
        async for frame in line:
            at = time.time()
            self.frames += 1
            for number in _LINE.findall(frame if isinstance(frame, str) else frame.decode()):
                self.seen.setdefault(int(number), at)


def onlooker(tenant: tenancy.Tenant, partner_code: str) -> Onlooker:
    """Logged in on the IB portal."""
    from django.conf import settings
    from django.test import Client

    from infra.middleware.cookies import cookie_name
    from tenants.ibs.models import Partner

    with tenancy.entered(tenant):
        browser = Client()
        browser.force_login(Partner.objects.select_related("user").get(code=partner_code).user)
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return Onlooker(tenant, partner_code, f"{cookie_name('ib', 'session')}={session}")
