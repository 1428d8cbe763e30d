"""Many deals at once: the engine's rules without its trace, over facts that are read once, into the table of lines by COPY."""
