"""Pages of partners: ranks."""
