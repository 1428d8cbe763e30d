"""A trading server in memory: well-behaved, or as spiteful as a test tells it to be."""
