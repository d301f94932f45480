"""A mail server that keeps every message it gets and shows them: nothing leaves the machine."""
