"""Payment service providers: money in from clients, money out to clients and partners."""
