"""The three ends of an outside call that did not simply succeed."""

from __future__ import annotations


class ProviderError(Exception):
    """Base of the three; its message is a sentence for people, without secrets."""

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code  # the vendor's own code, for logs and support


class TryAgain(ProviderError):
    """Nothing happened over there, and the same call may succeed later."""

    def __init__(self, message: str, *, code: str = "", retry_after_seconds: float | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after_seconds = retry_after_seconds


class NeverAgain(ProviderError):
    """Nothing happened over there, and the same call will fail again until somebody changes something."""


class OutcomeUnknown(ProviderError):
    """The request may have been carried out. Ask the vendor what happened before sending it again."""
