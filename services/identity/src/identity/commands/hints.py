"""Pass on what was seen to happen."""

from database import Database
from identity.hints import Hints
from identity.store.hints import notify


async def pass_on(database: Database, hints: Hints) -> None:
    """Tell the processes with open streams, at once."""
    async with database.transaction() as session:
        await notify(session, hints)
