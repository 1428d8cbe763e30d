"""A payment service provider that speaks Stripe's wire protocol, for the demo and the tests.

It is a program of its own (`atrium pspsim`), it holds its own state and knows nothing of Atrium: the product talks
to it through the same adapter, SDK and webhooks as to the real one.
"""
