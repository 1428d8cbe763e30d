"""What one currency costs in another, from when on. Rows are only ever added: a report of last year converts as it did then."""

from typing import Final

APPEND_ONLY_TABLES: Final = ("rates_rate",)
