"""A client's wallet, and money on its way between it and the client's trading accounts."""
