"""Amounts inside sentences, as the one who looks may see them: a request's title names the money that it is about."""

import re
from typing import Any

from django import template

from tenants.staff.masking import shown
from tenants.staff.models import Member

register = template.Library()


@register.simple_tag(takes_context=True)
def masked_amounts(context: dict[str, Any], text: str, currency: str) -> str:
    """`{% masked_amounts approval.title approval.currency %}`; to nobody's eyes, not at all."""
    viewer = context.get("viewer")
    return without_amounts(viewer, text, currency) if viewer else ""


def without_amounts(member: Member, text: str, currency: str) -> str:
    how = member.authority.mask("balance")
    if not how or not currency:
        return text
    return re.sub(rf"[\d.,]*\d\s?{re.escape(currency)}\b", shown("1", how, "balance"), text)
