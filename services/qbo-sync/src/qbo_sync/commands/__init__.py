"""What qbo-sync does, each in one transaction; the OAuth flow, which talks to Intuit between two, is the exception."""
