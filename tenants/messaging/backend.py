"""Django's mail backend: each message is written down in its broker's log; in development that is all that happens."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from atrium.kernel import clock, tenancy

from .models import Mail


class LoggedEmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        tenancy.require()
        return sum(_send(message) for message in email_messages)


def _send(message: EmailMessage) -> int:
    state, error = Mail.State.CAUGHT, ""
    if settings.EMAIL_DELIVERS:
        state, error = _deliver(message)
    Mail.objects.create(
        to=message.to,
        sender=message.from_email,
        subject=str(message.subject),
        body=_logged(message, state),
        html=_html(message),
        state=state,
        error=error,
        at=clock.now(),
    )
    return int(state != Mail.State.FAILED)


def _logged(message: EmailMessage, state: Mail.State) -> str:
    """A password that left the house is not kept in it."""
    secret, body = str(getattr(message, "secret", "")), str(message.body)
    return body.replace(secret, "••••••") if secret and state != Mail.State.CAUGHT else body


def _deliver(message: EmailMessage) -> tuple[Mail.State, str]:
    try:
        SmtpBackend().send_messages([message])
    except OSError as error:  # SMTPException is an OSError
        return Mail.State.FAILED, str(error)
    return Mail.State.SENT, ""


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")
