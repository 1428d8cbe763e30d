"""Payment providers call here: store what is proved to be theirs, answer, and work it off elsewhere."""

import logging
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from atrium.kernel import actor, clock
from atrium.providers.errors import NeverAgain
from atrium.providers.psp.contract import Acknowledging, ForgedEvent, PspEvent
from tenants.connections import selectors as connections
from tenants.connections import services
from tenants.connections.models import Connection
from tenants.inbox.services import record

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def receive(request: HttpRequest, public_key: str) -> HttpResponse:
    """The key in the address only says whose secret to check with; the signature over the raw body is the proof."""
    connection = connections.by_public_key(Connection.Kind.PSP, public_key)
    if connection is None:
        return _plain("There is no such address.", 404)
    try:
        event, answer = _event(connection, request)
    except ForgedEvent as forged:
        return _refuse(connection, forged)
    except NeverAgain as unreadable:
        log.warning("Connection %s: %s", connection.id, unreadable.message)
        return _plain(unreadable.message, 400)
    with actor.acting(_provider(connection)):
        record(
            connection_id=connection.id,
            provider_kind=connection.kind,
            external_id=event.external_id,
            headers=dict(request.headers.items()),
            body=request.body,
        )
    return answer


def _provider(connection: Connection) -> actor.Actor:
    """What follows from the message was caused by whoever proved to have sent it."""
    return replace(actor.current(), kind="provider", id=str(connection.id), label=connection.label)


def _event(connection: Connection, request: HttpRequest) -> tuple[PspEvent, HttpResponse]:
    """What was told, and what the provider wants to hear once it is stored."""
    psp = services.open_psp(connection.id)
    try:
        event = psp.parse_event(dict(request.headers.items()), request.body, clock.now())
        if not isinstance(psp, Acknowledging):
            return event, _plain("Received.", 200)
        said = psp.acknowledge(clock.now())
        return event, HttpResponse(said.body, content_type=said.content_type, headers=dict(said.headers))
    finally:
        psp.close()


def _refuse(connection: Connection, forged: ForgedEvent) -> HttpResponse:
    address = actor.current().ip
    log.warning("Connection %s: a call from %s was refused: %s", connection.id, address, forged.code)
    services.note_refused_webhook(connection_id=connection.id, reason=forged.message, address=address)
    return _plain(forged.message, 400)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
