"""A trading server that speaks the MT5 Web API, with a small market of its own. For demo, sandbox and tests."""
