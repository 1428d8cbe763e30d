"""Verbs on leads."""

from .assigning import assign_lead, take_lead
from .bulk import bulk_create
from .contacting import CHANNELS, note_contact
from .creating import create_lead, know_person, read_phone
from .editing import edit_profile, make_approved_change
from .handing_over import hand_over, undo_handover
from .merging import merge_leads, undo_merge
from .moving import reassign_many
from .reclaiming import reclaim_due, warn_due
from .scoring import score_all, score_leads
from .settings import (
    change_policy,
    delete_rule,
    delete_source,
    furnish,
    limit_member,
    move_rule,
    protect_desk,
    save_assignment_rule,
    save_scoring_rule,
    save_source,
    take_no_part,
    take_part,
)
from .status import close_lead, let_fall_dormant, note_deals, note_fact

__all__ = [
    "CHANNELS",
    "assign_lead",
    "bulk_create",
    "change_policy",
    "close_lead",
    "create_lead",
    "delete_rule",
    "delete_source",
    "edit_profile",
    "furnish",
    "hand_over",
    "know_person",
    "let_fall_dormant",
    "limit_member",
    "make_approved_change",
    "merge_leads",
    "move_rule",
    "note_contact",
    "note_deals",
    "note_fact",
    "protect_desk",
    "read_phone",
    "reassign_many",
    "reclaim_due",
    "save_assignment_rule",
    "save_scoring_rule",
    "save_source",
    "score_all",
    "score_leads",
    "take_lead",
    "take_no_part",
    "take_part",
    "undo_handover",
    "undo_merge",
    "warn_due",
]
