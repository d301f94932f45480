"""Identifiers that sort by time."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """Return a new UUIDv7 (RFC 9562): unique anywhere, and near its neighbours in an index."""
    return UUID(int=uuid_utils.uuid7().int)
