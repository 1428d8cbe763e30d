"""Notes on a person: written, changed, pinned, deleted. Whoever sees the person reads the shared ones."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import NotFound
from portals.staff_console.access import any_member, in_drawer
from portals.staff_console.people import Person, person_for
from portals.staff_console.work.answers import told
from portals.staff_console.work.forms import NoteForm
from tenants.staff.models import Member
from tenants.staff.selectors import members_active
from tenants.work import rules, selectors, services
from tenants.work.models import Note

PARTS = "[data-notes], [data-timeline]"


@require_http_methods(["GET", "HEAD", "POST"])
@any_member
def write(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    person = person_for(member, lead_id)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.write_note(
            author=member.user,
            subject=person.subject,
            url=f"{person.address}notes/",
            sees=person.seen_by,
            **form.cleaned_data,
        )
        return told(request, _said(form), refetch=PARTS, to=person.address)
    context = {"form": form, "person": person, "handles": _handles(member)}
    kind = "drawer" if in_drawer(request) else "page"
    status = 422 if form.is_bound else 200
    return render(request, f"staff_console/work/note_{kind}.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@any_member
def change(request: HttpRequest, member: Member, lead_id: uuid.UUID, note_id: uuid.UUID) -> HttpResponse:
    person, note = _own(member, lead_id, note_id)
    text = selectors.texts_of(member.user, [note])[note.id]
    form = NoteForm(
        request.POST or None, initial={"text": text, "private": note.private, "pinned": note.pinned}
    )
    if request.method == "POST" and form.is_valid():
        services.edit_note(
            note_id=note.id,
            author=member.user,
            text=form.cleaned_data["text"],
            url=f"{person.address}notes/",
            label=person.lead.name,
            sees=person.seen_by,
        )
        return told(request, _("Note saved."), refetch=PARTS, to=person.address)
    context = {"form": form, "person": person, "note": note, "handles": _handles(member)}
    kind = "drawer" if in_drawer(request) else "page"
    status = 422 if form.is_bound else 200
    return render(request, f"staff_console/work/note_{kind}.html", context, status=status)


@require_POST
@any_member
def pin(request: HttpRequest, member: Member, lead_id: uuid.UUID, note_id: uuid.UUID) -> HttpResponse:
    person, note = _seen(member, lead_id, note_id)
    services.pin_note(note_id=note.id, by=member.user, pinned=not note.pinned)
    word = _("No longer pinned.") if note.pinned else _("Pinned to the top.")
    return told(request, word, refetch=PARTS, close=False, to=person.address)


@require_POST
@any_member
def delete(request: HttpRequest, member: Member, lead_id: uuid.UUID, note_id: uuid.UUID) -> HttpResponse:
    person, note = _own(member, lead_id, note_id)
    services.delete_note(note_id=note.id, author=member.user)
    return told(request, _("Note deleted."), refetch=PARTS, to=person.address)


def _seen(member: Member, lead_id: uuid.UUID, note_id: uuid.UUID) -> tuple[Person, Note]:
    person, note = person_for(member, lead_id), selectors.note_for(member.user, note_id)
    if note.subject_id != person.lead.id:
        raise NotFound("There is no such note.")
    return person, note


def _own(member: Member, lead_id: uuid.UUID, note_id: uuid.UUID) -> tuple[Person, Note]:
    person, note = _seen(member, lead_id, note_id)
    if note.author_id != member.user_id:
        raise NotFound("There is no such note of yours.")
    return person, note


def _said(form: NoteForm) -> str:
    """Also whom the writer meant and nobody knows."""
    if form.cleaned_data["private"]:
        return _("Private note kept. Nobody else can read it.")
    people = [rules.Colleague(one.user_id, one.user.name, one.user.email) for one in members_active()]
    unknown = rules.unknown_handles(form.cleaned_data["text"], people)
    if unknown:
        return _("Note kept. Nobody here is called %(names)s.") % {
            "names": ", ".join(f"@{one}" for one in unknown)
        }
    return _("Note kept.")


def _handles(member: Member) -> list[str]:
    """To choose from, written as they are called."""
    others = members_active().exclude(id=member.id).order_by("user__name")[:60]
    return [one.user.email.partition("@")[0] for one in others]
