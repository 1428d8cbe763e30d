"""Filters and tags the components are made of."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext, ngettext, to_locale

from atrium.kernel.money import Money
from portals.shared import timelines
from portals.shared.status import Status, status_of
from tenants.staff.masking import shown

register = template.Library()
RECENT_SECONDS = 20 * 60 * 60


@register.simple_tag
def sprite(name: str) -> str:
    return f"{static('atrium/sprite.svg')}#{name}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """As <c-icon> draws it, for the many of a shell and a list: a component costs a hundred times as much."""
    return _icon(name)


@lru_cache(maxsize=512)
def _icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("atrium/sprite.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def masked(context: dict[str, Any], value: object, field: str) -> str:
    """`{% masked lead.phone "phone" %}`: as the one who looks may see it; to nobody's eyes, not at all."""
    viewer = context.get("viewer")
    return shown(value, viewer.authority.mask(field) if viewer else "hidden", field)


@register.filter
def status(code: object) -> Status:
    return status_of(code)


@register.filter
def status_words(text: str) -> str:
    """“live → funded” → “Live → Funded”, in the reader's language."""
    return " → ".join(status_of(code).word for code in text.split(" → "))


@register.filter
def amount(value: object) -> str:
    """Thousands by locale, a real minus sign, exact to the minor unit."""
    if isinstance(value, Money):
        places = -int(value.decimal.as_tuple().exponent)
        return grouped(value.decimal, places)
    return grouped(value, 2) if isinstance(value, Decimal | int) else str(value)


@register.filter
def grouped(value: object, places: int = 2) -> str:
    """1234.5 → “1,234.50” as the reader's language writes it."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    text = formats.number_format(abs(number), decimal_pos=int(places), use_l10n=True, force_grouping=True)
    return f"\u2212{text}" if number < 0 else text


@register.filter
def money_of(minor: int, currency: str) -> Money:
    """`{{ deposit.amount_minor|money_of:deposit.currency }}` where a row keeps minor units."""
    return Money(int(minor), currency)


@register.filter
def is_negative(value: object) -> bool:
    return value.amount_minor < 0 if isinstance(value, Money) else Decimal(str(value)) < 0


@register.filter
def ago(at: datetime | None) -> str:
    """“3 min ago” where recent, else “21 Nov 2026”."""
    if at is None:
        return "–"
    seconds = (timezone.now() - at).total_seconds()
    if -60 < seconds < 60:
        return gettext("just now")
    if 0 < seconds < 3600:
        minutes = int(seconds // 60)
        return ngettext("%(count)s min ago", "%(count)s min ago", minutes) % {"count": minutes}
    if 0 < seconds < RECENT_SECONDS:
        return _hours_ago(int(seconds // 3600), get_language() or "en")
    return formats.date_format(timezone.localtime(at), "j M Y")


@lru_cache(maxsize=512)
def _hours_ago(hours: int, language: str) -> str:
    now = timezone.now()
    return gettext("%(time)s ago") % {"time": timesince(now - timedelta(hours=hours), now, depth=1)}


@register.filter
def absolute(at: datetime | None) -> str:
    """The whole truth for the tooltip: the reader's zone and UTC."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    utc = at.astimezone(timezone.get_fixed_timezone(0))
    return f"{formats.date_format(local, 'j M Y H:i:s')} {local.tzname()} · {utc:%H:%M:%S} UTC"


@register.filter
def country(code: object) -> str:
    """“CY” → “Cyprus” in the reader's language."""
    if not code:
        return ""
    locale = Locale.parse(to_locale(get_language() or "en"))
    return str(locale.territories.get(str(code).upper(), code))


@register.filter
def initials(name: object) -> str:
    words = str(name).replace("@", " ").split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])) or "?"


@register.simple_tag
def control(field: BoundField, **attrs: Any) -> SafeString:
    """The field's own widget, dressed and tied to its help and its error for screen readers."""
    extra = {key.replace("_", "-"): value for key, value in attrs.items() if value not in ("", None)}
    style = _style_of(field)
    if style:
        extra["class"] = f"{field.field.widget.attrs.get('class', '')} {style}".strip()
    extra["aria-describedby"] = f"{field.auto_id}_help {field.auto_id}_error"
    if field.errors:
        extra["aria-invalid"] = "true"
    return field.as_widget(attrs=extra)


def _style_of(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return ""
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"


@register.filter
def kind_of(field: BoundField) -> str:
    """check, choice or text: which of the three shapes a form row takes."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choice"
    return "check" if isinstance(widget, CheckboxInput) else "text"


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    if at is None:
        return format_html('<span class="at-muted">{}</span>', "–")
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), absolute(at), ago(at))


@register.filter
def get(mapping: Any, key: object) -> object:
    """`{{ counts|get:item.count }}`: a dictionary read by a name that is itself a value."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""


@register.filter
def text(value: object) -> str:
    return str(value) if isinstance(value, Promise) else str(value or "")


@register.filter
def wordlist(words: str) -> list[str]:
    return words.split()


@register.filter
def verb_icon(verb: str) -> str:
    """The picture beside a line of a timeline, by the first word of its verb."""
    return timelines.icon_of(verb)


@register.filter
def verb_tone(verb: str) -> str:
    return timelines.tone_of(verb)


@register.filter
def per_cent(fraction: Decimal) -> str:
    """0.125 → “12.50”; more places only where they say something."""
    value = Decimal(fraction) * 100
    return grouped(value, max(2, -int(value.normalize().as_tuple().exponent)))
