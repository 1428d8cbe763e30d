"""The parts of the ledger's bench."""
