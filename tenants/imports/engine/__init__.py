"""From cells to people: which column is what, and what a row says. Values in, values out."""
