"""Rebates that are held, and what the partner says to it."""
