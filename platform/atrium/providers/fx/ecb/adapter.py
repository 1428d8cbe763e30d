"""Reference rates of the European Central Bank: the whole history lies in a package, the newest days come over the network."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Final
from zipfile import ZipFile

import httpx
from currency_converter import CURRENCY_FILE

from atrium.providers import http
from atrium.providers.errors import NeverAgain, TryAgain
from atrium.providers.fx.contract import Fixing
from atrium.providers.fx.ecb import payloads

BASE_URL: Final = "https://www.ecb.europa.eu"
LAST_90_DAYS: Final = "/stats/eurofxref/eurofxref-hist-90d.xml"
_TIMEOUT_SECONDS: Final = 10


class EcbRates:
    code = "ecb"

    def __init__(self, base_url: str = BASE_URL) -> None:
        self._base_url = base_url

    def history(self, since: date) -> Iterator[Fixing]:
        with ZipFile(CURRENCY_FILE) as packed, packed.open(packed.namelist()[0]) as table:
            newest_first = list(payloads.fixings_of_table(io.TextIOWrapper(table, "utf-8"), since))
        return reversed(newest_first)

    def newest(self) -> tuple[Fixing, ...]:
        with http.client(base_url=self._base_url, timeout_seconds=_TIMEOUT_SECONDS, get_retries=1) as client:
            try:
                answer = client.get(LAST_90_DAYS)
            except httpx.TransportError as error:
                raise TryAgain("The European Central Bank cannot be reached now.") from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise TryAgain(f"The European Central Bank answered {answer.status_code}.")
        if answer.status_code != 200:
            raise NeverAgain(f"The European Central Bank answered {answer.status_code}.")
        return payloads.fixings_of_xml(answer.content)
