"""Bad nights on purpose: the product with its demo brokers, and everything around it failing."""
