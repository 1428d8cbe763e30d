"""Pages of partners: abuse."""
