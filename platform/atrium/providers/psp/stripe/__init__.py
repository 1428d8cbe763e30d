"""Stripe: Checkout for deposits, Connect transfers for payouts."""
