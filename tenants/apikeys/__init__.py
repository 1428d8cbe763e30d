"""Keys for programs: each acts for one user, with less than that user may do, in one broker's house."""
