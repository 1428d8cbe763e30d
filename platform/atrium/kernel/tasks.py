"""The base of every Celery task: it carries the broker and the actor in its headers, and fails closed without them.

The stock bridge runs the body in `public` when the broker is gone or the header is missing; here such a message is refused.
"""

import json
import logging
from collections.abc import Callable
from typing import Any, ClassVar, Final

from celery.contrib.django.task import DjangoTask
from celery.exceptions import Reject

from . import actor, tenancy
from .errors import NotFound

log = logging.getLogger(__name__)

SCHEMA_HEADER: Final = "atrium_schema"
ACTOR_HEADER: Final = "atrium_actor"

# Installed at start-up by infra, which may know the registry: schema name → tenant, or NotFound.
_load_tenant: Callable[[str], tenancy.Tenant] | None = None


def install_tenant_loader(loader: Callable[[str], tenancy.Tenant]) -> None:
    global _load_tenant  # noqa: PLW0603 - one hook, set once at start-up
    _load_tenant = loader


class BrokerTask(DjangoTask):  # type: ignore[type-arg]
    """Runs inside the broker that enqueued it. `public_ok` marks the few that run outside every house."""

    abstract = True
    public_ok: ClassVar[bool] = False
    suspended_ok: ClassVar[bool] = (
        False  # money under way finishes or voids even when the broker is suspended
    )

    def apply_async(  # type: ignore[override]  # Celery's twenty options pass through untouched
        self, args: Any = None, kwargs: Any = None, **options: Any
    ) -> Any:
        headers = dict(options.pop("headers", None) or {})
        headers.setdefault(SCHEMA_HEADER, tenancy.current_schema())
        headers.setdefault(ACTOR_HEADER, actor.current().as_setting())
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        schema = self.request.get(SCHEMA_HEADER)
        who = _read_actor(self.request.get(ACTOR_HEADER))
        if schema == tenancy.PUBLIC_SCHEMA and self.public_ok:
            with tenancy.public(), actor.acting(who):
                return super().__call__(*args, **kwargs)
        tenant = self._tenant_or_reject(schema)
        with tenancy.entered(tenant), actor.acting(who):
            return super().__call__(*args, **kwargs)

    def _tenant_or_reject(self, schema: str | None) -> tenancy.Tenant:
        if not schema or schema == tenancy.PUBLIC_SCHEMA or _load_tenant is None:
            raise self._reject("it names no broker")
        try:
            tenant = _load_tenant(schema)
        except NotFound:
            raise self._reject(f"there is no broker {schema}") from None
        if tenant.status != "active" and not self.suspended_ok:
            raise self._reject(f"the broker {tenant.slug} is {tenant.status}")
        return tenant

    def _reject(self, why: str) -> Reject:
        log.error("Task %s was refused: %s. Nothing was done.", self.name, why)
        return Reject(why, requeue=False)


class PublicTask(BrokerTask):
    """Runs on the registry, outside every house."""

    abstract = True
    public_ok = True


def _read_actor(text: str | None) -> actor.Actor:
    return actor.Actor(**json.loads(text)) if text else actor.SYSTEM
