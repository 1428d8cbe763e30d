"""Programs that speak vendors' wire protocols, for the demo and the tests."""
