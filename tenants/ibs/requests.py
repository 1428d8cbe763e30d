"""Somebody wants to be a partner: a client from the portal, or a stranger from the partner portal's door."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from atrium.kernel.errors import AtriumError, Conflict, InvalidInput
from tenants.approvals import selectors as asked
from tenants.approvals import services as approvals
from tenants.approvals.kinds import country as read_country
from tenants.approvals.kinds import phone as read_phone
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.identity.models import Person, User, normalise_email
from tenants.outbox.services import announce

from .models import Application, Invitation, Partner, Programme
from .services import agree_own_share, create_partner, join_programme, set_parent, set_rank

BECOME: Final = "become_ib"
REGISTRATION: Final = "ib_registration"
PERMISSION: Final = "partners.manage"
_DOOR: Final = uuid.UUID(
    "6b1f1d0e-9c0a-5d55-9d0e-000000000001"
)  # names of requests that come from nobody's log-in


def request_partnership(*, client: Client, reason: str, by: uuid.UUID) -> Approval:
    """The client keeps their own log-in and gets another for the partner portal, as the same person."""
    if Partner.objects.filter(person_id=client.user.person_id).exists():
        raise Conflict(
            "You are our partner already. Log in to the partner portal with the same e-mail address."
        )
    _free(client.user.email)
    return approvals.ask(
        kind=BECOME,
        subject_id=client.id,
        title=f"Client {client.number} {client.lead.name} wants to be a partner",
        facts={
            "client": f"{client.number} {client.lead.name}",
            "name": client.lead.name,
            "email": client.user.email,
            "currency": client.currency,
            "code": "",
            "reason": _reason(reason),
        },
        permission=PERMISSION,
        requested_by=by,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    )


@transaction.atomic
def register_partner(
    *,
    name: str,
    email: str,
    phone: str,
    country: str,
    website: str,
    reason: str,
    currency: str,
    programme: Programme | None = None,
    invitation: Invitation | None = None,
    answers: Sequence[Mapping[str, str]] = (),
) -> Approval:
    """From the open door, a programme's, or by an invitation. The same address again is the same request; whether it has a
    log-in already is not told here."""
    email = normalise_email(email)
    facts = {
        "name": " ".join(name.split())[:160],
        "email": email,
        "phone": _field(read_phone, phone, "phone") if phone else "",
        "country": _field(read_country, country, "country") if country else "",
        "website": website.strip()[:200],
        "currency": currency,
        "code": "",
        "reason": _reason(reason),
        **_terms(programme, invitation, answers),
    }
    subject_id = uuid.uuid5(_DOOR, email)
    waiting = Approval.objects.filter(
        kind=REGISTRATION, subject_id=subject_id, state=Approval.State.PENDING
    ).first()
    if waiting is not None:
        return waiting
    approval = approvals.ask(
        kind=REGISTRATION,
        subject_id=subject_id,
        title=f"{facts['name']} wants to be a partner",
        facts=facts,
        permission=PERMISSION,
        requested_by=None,
        requested_as=facts["name"],
        country=facts["country"],
    )
    Application.objects.create(
        approval_id=approval.id,
        name=facts["name"],
        email=email,
        programme=programme,
        invitation=invitation,
        answers=[dict(answer) for answer in answers],
    )
    return approval


@transaction.atomic
def carry_out(*, approval_id: uuid.UUID) -> None:
    request = asked.approval(approval_id)
    if request.applied is not None:
        return
    facts = approvals.approved(approval_id=approval_id).facts
    try:
        with transaction.atomic():
            partner = _create(facts, _person(request))
            _place(partner, approval_id)
    except AtriumError as refusal:
        approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
        return
    announce("partner.joined", partner_id=str(partner.id))
    approvals.note_result(
        approval_id=approval_id, done=True, text=f"Partner {partner.number} with the code {partner.code}"
    )


def _create(facts: Mapping[str, str], person: Person | None) -> Partner:
    return create_partner(
        name=facts["name"],
        email=facts["email"],
        currency=facts["currency"],
        code=facts.get("code", ""),
        person=person,
        verified=True,  # the link to set a password goes to this address alone
    )


def _place(partner: Partner, approval_id: uuid.UUID) -> None:
    """Under whom, in which programme and on which share they asked to be."""
    application = Application.objects.select_for_update().filter(approval_id=approval_id).first()
    if application is None:
        return
    Application.objects.filter(id=application.id).update(partner=partner)
    invitation, programme = application.invitation, application.programme
    above = _inviter(invitation) or (programme.parent_id if programme else None)
    if above is not None:
        set_parent(partner_id=partner.id, parent_id=above)
    if invitation is not None and invitation.share is not None:
        agree_own_share(partner_id=partner.id, share=invitation.share)
    if programme is not None:
        join_programme(partner_id=partner.id, programme_id=programme.id)
        if programme.rank:
            set_rank(partner_id=partner.id, rank=programme.rank)


def _inviter(invitation: Invitation | None) -> uuid.UUID | None:
    """One invitation, one partner."""
    if invitation is None:
        return None
    rows = Invitation.objects.filter(id=invitation.id, state=Invitation.State.OPEN)
    if not rows.update(state=Invitation.State.USED):
        raise Conflict(
            "The invitation was used by somebody else, or was taken back. Nobody was made a partner."
        )
    return invitation.partner_id


def _terms(
    programme: Programme | None, invitation: Invitation | None, answers: Sequence[Mapping[str, str]]
) -> dict[str, str]:
    """What the reviewer should know of how they came; nothing that nobody said."""
    told = {"programme": programme.title if programme else ""}
    if invitation is not None:
        told["invited_by"] = f"{invitation.partner.number} {invitation.partner.name}"
        told["share"] = "" if invitation.share is None else f"{invitation.share:.2%}"
    told["answers"] = " · ".join(f"{one['question']} {one['answer'] or '–'}" for one in answers)
    return {name: text for name, text in told.items() if text}


def _person(request: Approval) -> Person | None:
    if request.client_id is None:
        return None
    return Client.objects.select_related("user__person").get(id=request.client_id).user.person


def _free(email: str) -> None:
    if User.objects.filter(realm=User.Realm.PARTNER, email=email).exists():
        raise Conflict("Somebody with this e-mail address is our partner already.", field="email")


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not 10 <= len(reason) <= 600:
        raise InvalidInput("Tell us in 10 to 600 characters how you will bring clients.", field="reason")
    return reason


def _field(validator: object, text: str, field: str) -> str:
    assert callable(validator)
    try:
        return str(validator(text))
    except InvalidInput as fault:
        raise InvalidInput(fault.message, field=field) from fault
