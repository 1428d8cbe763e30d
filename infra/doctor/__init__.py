"""`atrium doctor`: each check looks at one thing that must be right, and says what to do where it is not."""
