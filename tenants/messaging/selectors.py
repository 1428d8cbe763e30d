"""Reads of the mailing log."""

from .models import Mail


def newest_mails(limit: int = 50) -> list[Mail]:
    return list(Mail.objects.order_by("-at")[:limit])
