"""Links, the pages that they lead to, and what is put on pages to be clicked."""

import uuid

from django.db import transaction

from atrium.kernel.errors import Conflict, InvalidInput, NotFound
from atrium.kernel.keys import lock_key
from tenants.activity.services import note

from ..models import Landing, Promo, ReferralLink
from ..rules.codes import new_code, read_code
from ..rules.pictures import read_picture
from ..selectors.links import source_of
from .finding import lock

MOST_LINKS = 200
MOST_BYTES = 512 * 1024


@transaction.atomic
def add_link(
    *, partner_id: uuid.UUID, title: str, code: str = "", landing_id: uuid.UUID | None = None
) -> ReferralLink:
    """A code that nobody has, whichever case it is written in; without one, it is made."""
    lock(lock_key("ibs", "codes"))
    if ReferralLink.objects.filter(partner_id=partner_id).count() >= MOST_LINKS:
        raise Conflict(
            f"You have {MOST_LINKS} links already. Nothing was made; rename one that you do not use."
        )
    text = read_code(code) if code.strip() else new_code()
    refuse_taken(text)
    link = ReferralLink.objects.create(
        partner_id=partner_id, code=text, title=_title(title), landing=_landing(landing_id, only_on=True)
    )
    note(
        subject_kind="partner",
        subject_id=partner_id,
        verb="link.made",
        text=f"Link “{link.title}”, code {text}",
    )
    return link


@transaction.atomic
def change_link(
    *, partner_id: uuid.UUID, link_id: uuid.UUID, title: str, landing_id: uuid.UUID | None, is_on: bool
) -> ReferralLink:
    """The code stays: it is printed somewhere."""
    link = ReferralLink.objects.select_for_update().filter(id=link_id, partner_id=partner_id).first()
    if link is None:
        raise NotFound("There is no such link.")
    link.title, link.is_on = _title(title), is_on
    link.landing = _landing(landing_id, only_on=landing_id != link.landing_id)
    link.save(update_fields=["title", "is_on", "landing"])
    return link


def refuse_taken(code: str) -> None:
    if source_of(code) is not None or ReferralLink.objects.filter(code__iexact=code).exists():
        raise Conflict(f"The code “{code}” is taken. Choose another; nothing was made.", field="code")


@transaction.atomic
def save_landing(
    *, title: str, target: str, language: str = "", is_on: bool = True, landing_id: uuid.UUID | None = None
) -> Landing:
    """A path of the client portal, or a whole https address of the broker's own site."""
    target = target.strip()
    is_path = target.startswith("/") and not target.startswith(("//", "/\\"))
    if not (is_path or (target.startswith("https://") and len(target) > 11)) or any(
        sign in target for sign in ' \\\n\r\t"<>'
    ):
        raise InvalidInput(
            "Write a path of the client portal, like /register/, or a whole address that begins with https://."
            " Nothing was saved.",
            field="target",
        )
    values = {"title": _title(title), "target": target, "language": language, "is_on": is_on}
    if landing_id is None:
        return Landing.objects.create(**values)
    if not Landing.objects.filter(id=landing_id).update(**values):
        raise NotFound("There is no such page.")
    return Landing.objects.get(id=landing_id)


@transaction.atomic
def add_promo(
    *,
    title: str,
    language: str,
    picture: bytes = b"",
    words: str = "",
    landing_id: uuid.UUID | None = None,
) -> Promo:
    """A banner has a picture whose size is read from the file; without a picture it is words to copy."""
    if not picture and not words.strip():
        raise InvalidInput(
            "Choose a picture, or write the words to copy. Nothing was saved.", field="picture"
        )
    if len(picture) > MOST_BYTES:
        raise InvalidInput(
            "This picture is larger than 512 kB. Choose a smaller one; nothing was saved.", field="picture"
        )
    size = read_picture(picture) if picture else None
    return Promo.objects.create(
        kind=Promo.Kind.BANNER if size else Promo.Kind.WORDS,
        title=_title(title),
        language=language,
        width=size.width if size else 0,
        height=size.height if size else 0,
        image=picture,
        image_type=size.type if size else "",
        words=" ".join(words.split())[:600],
        landing=_landing(landing_id, only_on=True),
    )


@transaction.atomic
def switch_promo(*, promo_id: uuid.UUID, is_on: bool) -> None:
    """What is switched off is offered to nobody; where it stands on pages already, it stays."""
    if not Promo.objects.filter(id=promo_id).update(is_on=is_on):
        raise NotFound("There is no such promo material.")


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not 2 <= len(title) <= 80:
        raise InvalidInput("Write a name of 2 to 80 characters. Nothing was saved.", field="title")
    return title


def _landing(landing_id: uuid.UUID | None, *, only_on: bool) -> Landing | None:
    if landing_id is None:
        return None
    found = Landing.objects.filter(id=landing_id).first()
    if found is None or (only_on and not found.is_on):
        raise InvalidInput(
            "This page is not offered any more. Choose another; nothing was saved.", field="landing"
        )
    return found
