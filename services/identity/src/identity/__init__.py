"""Who may come in: members, log-in, sessions, API tokens."""
