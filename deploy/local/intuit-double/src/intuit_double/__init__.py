"""A program that speaks HTTP like Intuit, for development and tests."""
