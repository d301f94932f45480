"""What changes something: log-ins, sessions, members, invitations, API tokens, passkeys."""
