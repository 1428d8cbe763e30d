"""The mail to somebody whom a partner invites to stand below it."""

import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from atrium.brokers.selectors import address_of
from atrium.kernel import clock, tenancy
from tenants.ibs.models import Invitation


def send(invitation_id: uuid.UUID) -> None:
    """In the inviter's language: nothing is known of the other's. Taken back or used meanwhile, it is not sent."""
    row = Invitation.objects.select_related("partner__user", "programme").filter(id=invitation_id).first()
    if row is None or not row.email:
        return
    if row.state != Invitation.State.OPEN or row.expires_at <= clock.now():
        return
    with translation.override(row.partner.user.language or settings.LANGUAGE_CODE):
        EmailMessage(_subject(row), _text(row), to=[row.email]).send()


def _subject(row: Invitation) -> str:
    words = {"broker": tenancy.require().name, "partner": row.partner.name}
    return _("%(broker)s: %(partner)s invites you to become a partner") % words


def _text(row: Invitation) -> str:
    words = {
        "name": row.name,
        "broker": tenancy.require().name,
        "partner": row.partner.name,
        "share": "" if row.share is None else f"{(row.share * 100).normalize():f}",
        "link": f"{address_of(tenancy.require(), 'ib')}/join/invited/{row.code}/",
        "until": f"{row.expires_at:%Y-%m-%d}",
    }
    hello = _("Hello %(name)s,\n\n%(partner)s invites you to become a partner of %(broker)s.\n") % words
    share = _("You keep %(share)s %% of what comes to the two of you.\n") % words if words["share"] else ""
    rest = _(
        "Read more and ask to join here:\n\n%(link)s\n\n"
        "The link is good until %(until)s. %(broker)s looks at each request before anybody becomes a partner.\n"
        "You do not know %(partner)s? Then do nothing: nothing happens.\n"
    )
    return hello + share + rest % words
