class EmbeddedError(Exception):
    """A server of ours cannot start; the message says what happened, what was not lost and what to do."""
