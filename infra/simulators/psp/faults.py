"""What goes wrong on purpose: each fault is used up after so many times and survives a restart.

`path` is a part of the call's path, or of the endpoint's address for the webhook faults; empty means any.
"""

import json
from typing import Any

from infra.simulators.psp.store import Store
from infra.simulators.psp.wire import Json

KINDS = {
    "drop_answer": "the call is carried out, then the connection is closed without an answer (path)",
    "lose_request": "the connection is closed before anything is done (path)",
    "slow_answer": "the call is carried out, the answer comes later (path, seconds)",
    "server_error": "the call is answered 500 before anything is done (path)",
    "refuse_checkout": "the next Praxis order or NOWPayments payment is refused when it is made",
    "refuse_payout": "the next NOWPayments payout is refused when it is made",
    "hold_payout": "the next NOWPayments or Praxis payout stays on its way",
    "fail_payout": "the next NOWPayments or Praxis payout is accepted and fails after all",
    "decline": "the next card is declined, whichever it is (code)",
    "wrong_amount": "the next payment is completed with other money (amount, currency)",
    "fail_transfer": "the next transfer is refused for want of balance",
    "fail_refund": "the next refund is refused: the card takes no money back",
    "pending_refund": "the next refund is accepted and stays pending",
    "duplicate_webhook": "each event is delivered again (path, copies)",
    "delay_webhook": "each event is delivered later (path, seconds)",
    "reorder_webhooks": "deliveries are held until so many wait, then sent last first (path, count)",
    "wrong_signature": "the delivery is signed with another secret; its retry is signed well (path)",
}


class Faults:
    def __init__(self, store: Store) -> None:
        self._db = store.db

    def plan(self, kind: str, times: int, options: Json) -> None:
        sql = "insert into fault (kind, times, options) values (?, ?, ?)"
        self._db.execute(sql, (kind, times, json.dumps(options)))

    def listed(self) -> list[Json]:
        rows = self._db.execute("select id, kind, times, options from fault order by id")
        return [dict(row) | {"options": json.loads(row["options"])} for row in rows]

    def clear(self) -> None:
        self._db.execute("delete from fault")

    def take(self, kind: str, *, path: str = "") -> Json | None:
        """The options of the next planned fault of this kind, used up once; None when none is planned."""
        for row in self._db.execute(
            "select id, times, options from fault where kind = ? order by id", (kind,)
        ):
            options: dict[str, Any] = json.loads(row["options"])
            if path and options.get("path", "") not in path:
                continue
            self._use(row["id"], row["times"])
            return options
        return None

    def _use(self, identifier: int, times: int) -> None:
        if times <= 1:
            self._db.execute("delete from fault where id = ?", (identifier,))
        else:
            self._db.execute("update fault set times = times - 1 where id = ?", (identifier,))
