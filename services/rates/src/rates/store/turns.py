"""Who may price when: messages of an account price at the same time, a change of its rates prices alone.

Otherwise a message could read the rules before a change, commit after the change's re-pricing has looked for entries,
and leave a price that no rule gives. The locks are held until the transaction ends.
"""

from hashlib import blake2b
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_ALONE = text("SELECT pg_advisory_xact_lock(:turn)")


def to_price(account_id: UUID) -> int:
    """Name the lock that a message takes shared (`pg_advisory_xact_lock_shared`) in the statement before it prices."""
    digest = blake2b(account_id.bytes, digest_size=8, person=b"price").digest()
    return int.from_bytes(digest, signed=True)


async def alone(session: AsyncSession, account_id: UUID) -> None:
    """Wait until no message of the account is being priced, and hold others up."""
    await session.execute(_ALONE, {"turn": to_price(account_id)})
