"""The protocol of the Praxis cashier: a session a payment, its page, and notifications until they are acknowledged."""
