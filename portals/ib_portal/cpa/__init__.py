"""CPA: how far each client is."""
