"""The tables of leads: the lead itself, who gets it and why, what it is worth, and how it moves."""

from .assigning import AssignmentRule, Capacity
from .lead import Lead, Participation, StatusChange
from .moving import HandedOver, Handover, Merge, ProfileChange
from .policy import Policy, Protection, Source
from .scoring import ScoringRule

__all__ = [
    "AssignmentRule",
    "Capacity",
    "HandedOver",
    "Handover",
    "Lead",
    "Merge",
    "Participation",
    "Policy",
    "ProfileChange",
    "Protection",
    "ScoringRule",
    "Source",
    "StatusChange",
]
