"""Pages of partners: moves."""
