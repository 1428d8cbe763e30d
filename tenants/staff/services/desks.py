"""Desks hang in a tree; whoever leads a desk sees those below it, so hanging one elsewhere gives and takes sight."""

import uuid
from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused

from .. import rules
from ..authorities import desks_below
from ..models import Appointment, Desk, Member
from ..permissions import ALL
from .guarding import alone, authority_changed, content_of, refuse_lacks


def open_desk(
    *, name: str, countries: Iterable[str] = (), languages: Iterable[str] = (), parent: Desk | None = None
) -> Desk:
    """A desk that serves these countries and languages (none: all); the same name is the same desk."""
    served = {"countries": sorted(countries), "languages": sorted(languages), "parent": parent}
    desk, _ = Desk.objects.update_or_create(name=name, defaults=served)
    return desk


def create_desk(
    *,
    name: str,
    kind: str,
    parent_id: uuid.UUID | None = None,
    countries: Iterable[str] = (),
    languages: Iterable[str] = (),
    by: Member | None = None,
) -> Desk:
    with alone():
        desk = Desk(
            name=_name(name), kind=_kind(kind), countries=sorted(countries), languages=sorted(languages)
        )
        _save(desk)
        if parent_id is not None:
            _hang(desk, parent_id, by)
    return desk


def change_desk(
    *,
    desk_id: uuid.UUID,
    name: str,
    kind: str,
    countries: Iterable[str] = (),
    languages: Iterable[str] = (),
) -> Desk:
    with alone():
        desk = _desk(desk_id)
        desk.name, desk.kind = _name(name), _kind(kind)
        desk.countries, desk.languages = sorted(countries), sorted(languages)
        _save(desk)
    return desk


def move_desk(*, desk_id: uuid.UUID, parent_id: uuid.UUID | None, by: Member | None = None) -> Desk:
    """Under another desk, or to the top. Never under itself or one below it, however many move at once."""
    with alone():
        desk = _desk(desk_id)
        if desk.parent_id != parent_id:
            _hang(desk, parent_id, by)
    return desk


def remove_desk(*, desk_id: uuid.UUID) -> None:
    """Only one that nothing hangs on: no desk below it, no role held at it, no lead that belongs to it."""
    with alone():
        desk = _desk(desk_id)
        try:
            with transaction.atomic():
                desk.delete()
        except IntegrityError as error:
            raise Refused("People, leads or other desks belong to this desk. Move them first.") from error


def _hang(desk: Desk, parent_id: uuid.UUID | None, by: Member | None) -> None:
    parents = dict(Desk.objects.values_list("id", "parent_id"))
    if parent_id is not None and parent_id not in parents:
        raise NotFound("There is no such desk to put it under.")
    if not rules.tree_with(parents, desk.id, parent_id):
        raise Refused("A desk cannot stand under itself or under a desk below it. Nothing was moved.")
    _who_sees_more(desk, _above(parents, parent_id) - _above(parents, desk.parent_id), by)
    desk.parent_id = parent_id
    desk.save(update_fields=["parent"])
    _tell_everybody_at_a_desk()


def _who_sees_more(desk: Desk, gaining: frozenset[uuid.UUID], by: Member | None) -> None:
    """Those who lead above now see this desk as well: the mover must be able to give them that."""
    if by is None:
        return
    by.__dict__.pop("authority", None)
    below = desks_below(desk.id)
    held = Appointment.objects.filter(desk__in=gaining).exclude(active_to__lte=clock.now())
    for row in held.select_related("role"):
        refuse_lacks(
            frozenset(
                lack
                for lack in rules.lacking(by.authority, content_of(row.role), below, all_codes=ALL)
                if lack.kind in {"scope", "permission"} and {"desk", "unassigned"} & set(row.role.scopes)
            )
        )


def _above(parents: Mapping[uuid.UUID, uuid.UUID | None], desk_id: uuid.UUID | None) -> frozenset[uuid.UUID]:
    """The desk and all above it."""
    found: set[uuid.UUID] = set()
    while desk_id is not None and desk_id not in found:
        found.add(desk_id)
        desk_id = parents.get(desk_id)
    return frozenset(found)


def _tell_everybody_at_a_desk() -> None:
    held = Appointment.objects.filter(desk__isnull=False).exclude(active_to__lte=clock.now())
    authority_changed(*Member.objects.filter(id__in=held.values("member")))


def _desk(desk_id: uuid.UUID) -> Desk:
    desk = Desk.objects.select_for_update().filter(id=desk_id).first()
    if desk is None:
        raise NotFound("There is no such desk.")
    return desk


def _save(desk: Desk) -> None:
    try:
        with transaction.atomic():
            desk.save()
    except IntegrityError as error:
        raise Conflict("There is a desk with this name already.", field="name") from error


def _name(name: str) -> str:
    text = " ".join(name.split())
    if not 2 <= len(text) <= 80:
        raise InvalidInput("Write a name of two to eighty characters.", field="name")
    return text


def _kind(kind: str) -> str:
    if kind not in Desk.Kind.values:
        raise InvalidInput("Choose what kind of desk it is.", field="kind")
    return kind
