"""Celery doors and subscribers of this room."""

import uuid

from tenants.outbox.types import Event

from . import first_passwords, invitations, partner_invitations, requests, welcomes


def send_invitation(event: Event) -> None:
    invitations.send(uuid.UUID(event.payload["member_id"]))


def send_partner_invitation(event: Event) -> None:
    """partner.invited{invitation_id}"""
    partner_invitations.send(uuid.UUID(event.payload["invitation_id"]))


def welcome_partner(event: Event) -> None:
    welcomes.welcome_partner(uuid.UUID(event.payload["partner_id"]))


def take_decision(event: Event) -> None:
    if event.payload["kind"] == requests.KIND and event.payload["outcome"] == "approved":
        requests.carry_out(approval_id=uuid.UUID(event.payload["approval_id"]))


def send_first_password(event: Event) -> None:
    """client.password_wanted{client_id}"""
    first_passwords.send(uuid.UUID(event.payload["client_id"]))
