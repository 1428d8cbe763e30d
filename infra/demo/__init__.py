"""Two invented brokers and their day, made through the same services as a real one's."""
