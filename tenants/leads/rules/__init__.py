"""Decisions about leads. Values in, values out; no file here knows Django or reads the clock."""
