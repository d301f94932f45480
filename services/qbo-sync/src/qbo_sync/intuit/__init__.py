"""Intuit as seen over HTTP: OAuth, the accounting API, faults and webhooks. Knows nothing of our database."""
