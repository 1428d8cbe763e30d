"""The calendar: day, week and month of one's own tasks or the desk's; and a secret address for one's own program."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import NotFound
from portals.staff_console.access import any_member
from tenants.staff.models import Member
from tenants.work import selectors, services
from tenants.work.models import Task

MOST = 1000
VIEWS = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    tasks: list[Task]
    is_today: bool
    is_outside: bool


@require_safe
@any_member
def page(request: HttpRequest, member: Member) -> HttpResponse:
    view = request.GET.get("view", "week")
    view = view if view in VIEWS else "week"
    at = _day(request.GET.get("day", ""))
    desk = request.GET.get("who") == "desk" and member.allows("tasks.view")
    rows = selectors.tasks_for(member) if desk else selectors.tasks_of(member.user)
    dates = _dates(view, at)
    context = {
        "view": view,
        "desk": desk,
        "at": at,
        "days": _filled(rows, dates, at if view == "month" else None),
        "before": _step(view, at, -1),
        "after": _step(view, at, 1),
        "today": timezone.localdate(),
        "title": _title(view, at, dates),
        "views": VIEWS,
        "may_see_desk": member.allows("tasks.view"),
        "unplanned": rows.filter(state=Task.State.OPEN, due_at=None)[:12],
        "feed": request.session.pop("calendar_feed", ""),
    }
    return render(request, "staff_console/work/calendar.html", context)


@require_http_methods(["POST"])
@any_member
def feed_address(request: HttpRequest, member: Member) -> HttpResponse:
    """Shown once; whoever asks again gets another, and the old one is dead."""
    secret = services.open_feed(user=member.user)
    request.session["calendar_feed"] = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
    return redirect("calendar")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """RFC 5545. Who knows the secret is its owner; programs that read calendars cannot log in."""
    user = selectors.user_of_feed(secret)
    if user is None:
        raise NotFound("There is no such calendar.")
    tasks = selectors.tasks_of(user).filter(state=Task.State.OPEN, due_at__isnull=False).order_by("due_at")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Atrium//Tasks//EN", "X-WR-CALNAME:Atrium"]
    for task in tasks[:MOST]:
        lines += _event(task)
    text = "\r\n".join(_folded(line) for line in [*lines, "END:VCALENDAR", ""])
    return HttpResponse(
        text, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private"}
    )


def _event(task: Task) -> list[str]:
    assert task.due_at is not None
    ends = task.due_at + timedelta(minutes=task.minutes)
    title = f"{task.title} · {task.subject_label}" if task.subject_label else task.title
    return [
        "BEGIN:VEVENT",
        f"UID:{task.id}@atrium",
        f"DTSTAMP:{task.created_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{task.due_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTEND:{ends.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(task.note)}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", r"\;"), (",", r"\,"), ("\r\n", r"\n"), ("\n", r"\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> str:
    """Lines of at most 75 octets, cut between characters."""
    parts: list[bytes] = []
    part = b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > (75 if not parts else 74):
            parts.append(part)
            part = b""
        part += octets
    return "\r\n ".join(piece.decode() for piece in [*parts, part])


def _dates(view: str, at: date) -> list[date]:
    if view == "day":
        return [at]
    if view == "week":
        monday = at - timedelta(days=at.weekday())
        return [monday + timedelta(days=number) for number in range(7)]
    return list(Calendar().itermonthdates(at.year, at.month))


def _filled(rows: Any, dates: list[date], month: date | None) -> list[Day]:
    zone = timezone.get_current_timezone()
    first = datetime.combine(dates[0], time.min, tzinfo=zone)
    last = datetime.combine(dates[-1] + timedelta(days=1), time.min, tzinfo=zone)
    by_day: dict[date, list[Task]] = {}
    for task in selectors.between(rows, first, last).exclude(state=Task.State.DROPPED)[:MOST]:
        by_day.setdefault(timezone.localtime(task.due_at).date(), []).append(task)
    today = timezone.localdate()
    return [
        Day(day, by_day.get(day, []), day == today, month is not None and day.month != month.month)
        for day in dates
    ]


def _step(view: str, at: date, step: int) -> date:
    if view != "month":
        return at + timedelta(days=step * (1 if view == "day" else 7))
    month = at.year * 12 + at.month - 1 + step
    return date(month // 12, month % 12 + 1, 1)


def _title(view: str, at: date, dates: list[date]) -> str:
    if view == "day":
        return date_format(at, "l, j F Y")
    if view == "month":
        return date_format(at, "F Y")
    return f"{date_format(dates[0], 'j M')} – {date_format(dates[-1], 'j M Y')}"


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
    return day if 1990 <= day.year <= 2200 else timezone.localdate()
