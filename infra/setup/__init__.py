"""From a fresh clone to a machine that runs and tests Atrium. Standard library only: nothing is installed yet."""
