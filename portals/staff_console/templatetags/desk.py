"""What every page of the console draws around its content."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portals.shared.templatetags.atrium import absolute
from portals.staff_console.counters import count_of
from tenants.staff.models import Member

register = template.Library()
_TASK_ICONS: Final = {
    "call": "phone",
    "email": "mail",
    "meeting": "users",
    "follow_up": "arrow-forward-up",
    "todo": "checkbox",
}


@register.simple_tag(takes_context=True)
def unread_news(context: dict[str, Any]) -> int:
    return count_of(context, "news")


@register.filter
def task_icon(kind: str) -> str:
    return _TASK_ICONS.get(kind, "checkbox")


@register.simple_tag
def due(at: datetime) -> SafeString:
    """“Today 14:30”, “Tomorrow 9:00”, “Fri 12:00”, “3 Dec 9:00”: what one plans by, the whole truth on hover."""
    local, today = timezone.localtime(at), timezone.localdate()
    days = (local.date() - today).days
    clock = formats.date_format(local, "H:i")
    if days in (0, 1, -1):
        word = {0: gettext("Today"), 1: gettext("Tomorrow"), -1: gettext("Yesterday")}[days]
    else:
        pattern = "D" if 1 < days < 7 else "j M" if local.year == today.year else "j M Y"
        word = formats.date_format(local, pattern)
    return format_html(
        '<time datetime="{}" title="{}">{} {}</time>', at.isoformat(), absolute(at), word, clock
    )


@register.filter
def mentions(text: str) -> SafeString:
    """The text as its writer typed it, with its lines, and each @name set off."""
    parts = re.split(r"((?<![\w@])@[\w.\-]{2,60})", text)
    marked = (
        format_html('<mark class="at-mention">{}</mark>', part) if number % 2 else format_html("{}", part)
        for number, part in enumerate(parts)
    )
    return format_html_join("", "{}", ((part,) for part in marked))


@register.filter
def may(viewer: Member | None, code: str) -> bool:
    return viewer is not None and viewer.allows(code)


@register.filter
def plain(value: Decimal) -> str:
    """A price without the zeros that the column adds."""
    return f"{value.normalize():f}"
