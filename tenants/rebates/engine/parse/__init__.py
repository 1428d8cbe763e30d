"""Reading a scenario document: every field by its path, every fault collected."""
