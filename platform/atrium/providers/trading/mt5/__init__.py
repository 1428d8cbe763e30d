"""MetaTrader 5 by its Web API over HTTPS."""
