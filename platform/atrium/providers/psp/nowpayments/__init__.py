"""NOWPayments: coins, each payment with an address of its own."""
