from atrium.kernel.errors import AtriumError


class EmbeddedError(AtriumError):
    """A server of ours cannot start; the message says what happened, what was not lost and what to do."""
