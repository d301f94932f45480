"""Tables, and how rows are found, locked and kept. SQLAlchemy Core; each query names no account: the database does."""
