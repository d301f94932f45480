"""Identifiers that sort by time, and how they are read."""

from uuid import UUID

import uuid_utils
from asyncpg.pgproto import pgproto

# The driver's own class is a UUID that is made, compared, written and sent in a tenth of the time.


def new_id() -> UUID:
    """Return a new UUIDv7 (RFC 9562): unique anywhere, and near its neighbours in an index."""
    return pgproto.UUID(uuid_utils.uuid7().bytes)


def parse_id(text: str) -> UUID:
    """Read an id in any form that `UUID` takes. Raises `ValueError`."""
    try:
        return pgproto.UUID(text)
    except ValueError:
        return UUID(text)
