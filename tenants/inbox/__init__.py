"""What providers told us, word for word, before anything follows from it."""
