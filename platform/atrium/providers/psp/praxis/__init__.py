"""Praxis: a cashier page in front of many payment methods."""
