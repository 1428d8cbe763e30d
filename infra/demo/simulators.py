"""What the demo tells the simulators through their control doors. They listen on this machine only."""

import json
import urllib.request
from typing import Any

from infra.supervisor import ports, running


def mt5(path: str, **wanted: Any) -> dict[str, Any]:
    return _post(f"http://127.0.0.1:{ports.MT5_CONTROL.number}{path}", wanted)


def psp(path: str, **wanted: Any) -> dict[str, Any]:
    return _post(f"http://127.0.0.1:{ports.PSP.number}/_control{path}", wanted)


def mt5_url() -> str:
    return f"https://127.0.0.1:{ports.MT5.number}"


def psp_url() -> str:
    return f"http://127.0.0.1:{ports.PSP.number}"


def authority() -> str:
    """The certificate of the authority that the MT5 simulator made at its first start."""
    return (running.var() / "ca" / "ca.pem").read_text()


def _post(url: str, body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        found: dict[str, Any] = json.load(answer)
    return found
