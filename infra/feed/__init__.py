"""The long-running process that owns the trading servers' connections and brings their deals in."""
