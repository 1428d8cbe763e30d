"""Pages of partners: payouts."""
