"""What every handler works with: the store, the planned faults, the courier, and one call's facts."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from infra.simulators.psp.courier import Courier
from infra.simulators.psp.faults import Faults
from infra.simulators.psp.store import Store
from infra.simulators.psp.wire import Json, no_such


@dataclass(frozen=True, slots=True)
class Desk:
    store: Store
    faults: Faults
    courier: Courier


DESK = web.AppKey("desk", Desk)


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated API call: whose it is, what it asks."""

    desk: Desk
    account: str
    params: Json
    path: Mapping[str, str]
    base_url: str
    request_id: str
    idempotency_key: str | None

    def load(self, kind: str, noun: str) -> Json:
        found = self.desk.store.get(self.account, self.path["id"], kind)
        if found is None:
            raise no_such(noun, self.path["id"])
        return found


def now() -> int:
    return int(time.time())
