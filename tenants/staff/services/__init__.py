"""Verbs on the broker's people. Whatever changes authority announces it in the same transaction: sockets listen."""

from .desks import change_desk, create_desk, move_desk, open_desk, remove_desk
from .founding import create_default_staff
from .members import (
    add_member,
    appoint,
    change_member,
    end_appointment,
    end_membership,
    invite_member,
    member_or_refuse,
    reset_factors,
    sessions_of,
    sign_out_everywhere,
)
from .roles import change_role, create_role, remove_role, role_changed, set_role_permissions

__all__ = [
    "add_member",
    "appoint",
    "change_desk",
    "change_member",
    "change_role",
    "create_default_staff",
    "create_desk",
    "create_role",
    "end_appointment",
    "end_membership",
    "invite_member",
    "member_or_refuse",
    "move_desk",
    "open_desk",
    "remove_desk",
    "remove_role",
    "reset_factors",
    "role_changed",
    "sessions_of",
    "set_role_permissions",
    "sign_out_everywhere",
]
