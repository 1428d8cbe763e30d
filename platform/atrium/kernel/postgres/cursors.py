"""Cursors that tell who acts also where no transaction was begun: a lone write gets one of its own, with the actor set in it.

Without it `SET LOCAL` would have nothing to be local to, and the audit would say “database” where a person changed a row.
"""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from django.db.backends.postgresql.base import CursorDebugWrapper
from django.db.backends.utils import CursorWrapper

_WRITES: Final = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|WITH)\b", re.IGNORECASE)


class TellsWho(Protocol):
    def telling_who(self) -> AbstractContextManager[object]: ...


def writes(statement: object) -> bool:
    return bool(_WRITES.match(str(statement)))


class _Telling:
    db: Any

    def _execute(self, sql: Any, params: Any, *ignored: Any) -> Any:
        if not writes(sql):
            return super()._execute(sql, params, *ignored)  # type: ignore[misc]
        with self.db.telling_who():
            return super()._execute(sql, params, *ignored)  # type: ignore[misc]

    def _executemany(self, sql: Any, param_list: Sequence[Any], *ignored: Any) -> Any:
        with self.db.telling_who():
            return super()._executemany(sql, param_list, *ignored)  # type: ignore[misc]


class TellingCursor(_Telling, CursorWrapper):
    pass


class TellingDebugCursor(_Telling, CursorDebugWrapper):
    pass
