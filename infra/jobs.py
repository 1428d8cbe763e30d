"""Which kinds of long work there are: one table, one file. A handler is a function of one `tenants.jobs.services.Run`."""

from typing import Final

from tenants.jobs.types import Kind

KINDS: Final[dict[str, Kind]] = {}

TELL: Final = ()
