"""Requests and responses of the API, a file per noun."""
