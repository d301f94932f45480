"""Requests and responses of the HTTP API, a file per resource. Responses are made by attribute."""
