"""The outside world: one folder a kind of provider, one folder a vendor inside it."""
