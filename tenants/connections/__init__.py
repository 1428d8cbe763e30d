"""One broker's credentials at each provider, sealed at rest, and the door that the provider calls."""
