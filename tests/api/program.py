"""A program with an API key, as broker people would write one: it speaks HTTP and JSON and knows nothing else."""

from typing import Any

from atrium.kernel import tenancy
from tenants.apikeys.services import create_key
from tenants.apikeys.types import SCOPES
from tenants.identity.models import User
from tests.surfaces import browse


class Program:
    def __init__(
        self, tenant: tenancy.Tenant, key: str = "", *, surface: str = "api", user: User | None = None
    ) -> None:
        self.tenant, self.key, self.user = tenant, key, user
        self.browser = browse(tenant, surface, user)
        self.prefix = "/v1/" if surface == "api" else "/api/v1/"

    def get(self, path: str, **headers: str) -> Any:
        return self._ask("get", path, None, headers)

    def post(self, path: str, body: Any = None, *, idem: str = "", **headers: str) -> Any:
        if idem:
            headers["Idempotency-Key"] = idem
        return self._ask("post", path, body, headers)

    def delete(self, path: str) -> Any:
        return self._ask("delete", path, None, {})

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        if self.key:
            headers.setdefault("Authorization", f"Bearer {self.key}")
        address = path if path.startswith(("/", "http")) else self.prefix + path
        before = tenancy.current()
        try:
            return getattr(self.browser, method)(
                address, data=body, content_type="application/json", headers=headers
            )
        finally:
            tenancy.switch(before)  # a request ends outside every house


def program(tenant: tenancy.Tenant, user: User, *scopes: str, surface: str = "api") -> Program:
    """With all scopes unless some are named."""
    with tenancy.entered(tenant):
        made = create_key(user_id=user.id, label="Test program", scopes=scopes or tuple(SCOPES))
    return Program(tenant, made.text, surface=surface)


def assert_problem(answer: Any, status: int, kind: str = "about:blank") -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["type"] == (kind if kind == "about:blank" else f"urn:atrium:problem:{kind}")
    assert problem["title"]
    assert problem["detail"]
    assert problem["instance"].startswith("urn:atrium:request:")
    return dict(problem)
