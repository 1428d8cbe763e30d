"""A row of a list by itself, as it arrives live."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from portals.shared.listing import row_html
from portals.staff_console.lists.screens import SCREENS
from tenants.lists.registry import definition_of
from tenants.lists.selectors import columns_for
from tenants.staff.models import Member

register = template.Library()


@register.simple_tag
def listing_row(code: str, row: Any, viewer: Member, oob: object = "") -> SafeString:
    """With every column that the viewer may see: each page keeps those it shows, in its order."""
    columns = columns_for(definition_of(code), viewer)
    return row_html(
        row, columns, viewer, SCREENS[code].describe, 'hx-swap-oob="true" data-whole' if oob else "data-whole"
    )
