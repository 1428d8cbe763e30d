"""Tags: put on people from their page, kept in order under settings."""

import uuid

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atrium.kernel.errors import NotFound
from portals.shared.ids import uuid_of
from portals.shared.refusals import telling
from portals.staff_console.access import any_member, in_drawer, permitted
from portals.staff_console.people import person_for
from portals.staff_console.work.answers import told
from portals.staff_console.work.forms import TagForm
from tenants.staff.models import Member
from tenants.work import selectors, services
from tenants.work.models import Tag
from tenants.work.types import Subject


@require_http_methods(["GET", "HEAD", "POST"])
@any_member
def on_person(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    person = person_for(member, lead_id)
    if not (member.allows("leads.edit") or member.allows("clients.edit")):
        raise NotFound("This page does not exist, or it is not yours to see.")
    if request.method == "POST":
        _set(request, member, person.subject)
        return told(request, _("Tags saved."), refetch=f"#{person.part}-tags", to=person.address)
    on = {tag.id for tag in selectors.tags_about([person.lead.id])[person.lead.id]}
    context = {"person": person, "tags": selectors.tags(), "on": on, "may_add": member.allows("tags.manage")}
    kind = "drawer" if in_drawer(request) else "page"
    return render(request, f"staff_console/work/person_tags_{kind}.html", context)


def _set(request: HttpRequest, member: Member, subject: Subject) -> None:
    wanted = set(request.POST.getlist("tag"))
    new = request.POST.get("new", "").strip()
    if new and member.allows("tags.manage"):
        wanted.add(str(services.add_tag(name=new).id))
    on = {str(tag.id) for tag in selectors.tags_about([subject.id])[subject.id]}
    known = {str(tag_id) for tag_id in selectors.tags().values_list("id", flat=True)}
    for tag_id in (wanted - on) & known:
        services.put_tag(tag_id=uuid.UUID(tag_id), subject=subject)
    for tag_id in on - wanted:
        services.take_tag(tag_id=uuid.UUID(tag_id), subject=subject)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("tags.manage")
def settings(request: HttpRequest, member: Member) -> HttpResponse:
    form = TagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_tag(**form.cleaned_data)
        messages.success(request, _("Tag added."))
        return redirect("settings_tags")
    tags = selectors.tags().annotate(count=Count("uses"))
    context = {"form": form, "tags": tags, "colours": Tag.Colour.choices}
    return render(request, "staff_console/work/tags.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["POST"])
@permitted("tags.manage")
def change(request: HttpRequest, member: Member, tag_id: uuid.UUID) -> HttpResponse:
    into = request.POST.get("into", "")
    with telling(request):
        if into:
            services.merge_tags(keep=_tag_id(into), drop=tag_id)
            messages.success(request, _("Merged: everything that had the one now has the other."))
        else:
            services.change_tag(
                tag_id=tag_id, name=request.POST.get("name", ""), colour=request.POST.get("colour", "")
            )
            messages.success(request, _("Tag saved."))
    return redirect("settings_tags")


def _tag_id(text: str) -> uuid.UUID:
    found = uuid_of(text)
    if found is None:
        raise NotFound("There is no such tag.")
    return found
