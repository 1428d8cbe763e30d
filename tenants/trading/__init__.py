"""Trading servers, account types, trading accounts, deals, and money moved between us and a platform."""
