"""Money into and out of the house through payment providers."""
