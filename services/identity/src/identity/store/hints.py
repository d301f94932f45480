"""Hints between the processes of identity."""

from sqlalchemy import text

from database import Session
from identity.hints import Hints, payloads
from identity.store.tables import HINTS_CHANNEL

_NOTIFY = text(
    "SELECT pg_notify(:channel, payload) FROM unnest(CAST(:payloads AS text[])) AS payload"
)


async def notify(session: Session, hints: Hints) -> None:
    """Tell every process that listens, in one statement, when the transaction commits."""
    await session.execute(_NOTIFY, {"channel": HINTS_CHANNEL, "payloads": list(payloads(hints))})
