"""Trading servers: accounts, balance operations, positions and deals, whatever the platform calls them."""
