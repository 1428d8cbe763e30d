"""What banks write and read: statements in camt.053, MT940 and CSV, payment orders in pain.001."""
