"""Four eyes: somebody asks, somebody else with the permission decides, and what is decided is what was asked."""
