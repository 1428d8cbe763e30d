"""Tags: per broker, coloured; renamed, merged, put on things and taken off."""

import uuid

from django.db import transaction

from atrium.kernel.errors import Conflict, InvalidInput, NotFound
from tenants.outbox.services import announce

from ..models import Tag, Tagged
from ..types import Subject


def add_tag(*, name: str, colour: str = Tag.Colour.NONE) -> Tag:
    """The tag of that name, whatever its case; made if there is none."""
    name = _checked(name, colour)
    there = Tag.objects.filter(name__iexact=name).first()
    return there or Tag.objects.create(name=name, colour=colour)


@transaction.atomic
def change_tag(*, tag_id: uuid.UUID, name: str, colour: str) -> Tag:
    tag = _get(tag_id)
    name = _checked(name, colour)
    if Tag.objects.filter(name__iexact=name).exclude(id=tag.id).exists():
        raise Conflict("Another tag is called so. Merge the two instead.", field="name")
    tag.name, tag.colour = name, colour
    tag.save(update_fields=["name", "colour"])
    return tag


@transaction.atomic
def merge_tags(*, keep: uuid.UUID, drop: uuid.UUID) -> int:
    """Everything that had `drop` has `keep`, once. How many things changed."""
    kept, dropped = _get(keep), _get(drop)
    if kept.id == dropped.id:
        raise InvalidInput("A tag cannot be merged into itself.", field="keep")
    has_both = Tagged.objects.filter(tag=kept).values("subject_id")
    Tagged.objects.filter(tag=dropped, subject_id__in=has_both).delete()
    moved = Tagged.objects.filter(tag=dropped).update(tag=kept)
    dropped.delete()
    return moved


@transaction.atomic
def put_tag(*, tag_id: uuid.UUID, subject: Subject) -> None:
    row = Tagged(tag=_get(tag_id), subject_kind=subject.kind, subject_id=subject.id)
    Tagged.objects.bulk_create([row], ignore_conflicts=True)
    _changed(subject)


@transaction.atomic
def take_tag(*, tag_id: uuid.UUID, subject: Subject) -> None:
    Tagged.objects.filter(tag_id=tag_id, subject_id=subject.id).delete()
    _changed(subject)


def _changed(subject: Subject) -> None:
    announce("tags.changed", subject_kind=subject.kind, subject_id=str(subject.id))


def _checked(name: str, colour: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 40:
        raise InvalidInput("A tag is one to forty characters long.", field="name")
    if colour not in Tag.Colour.values:
        raise InvalidInput("There is no such colour.", field="colour")
    return name


def _get(tag_id: uuid.UUID) -> Tag:
    tag = Tag.objects.select_for_update().filter(id=tag_id).first()
    if tag is None:
        raise NotFound("There is no such tag.")
    return tag
