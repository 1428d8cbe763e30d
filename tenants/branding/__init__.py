"""How the broker looks."""
