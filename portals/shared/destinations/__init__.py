"""Where somebody's money may go: the form, the second factor and the list, the same for clients and partners."""
