"""The price of every hour."""
