"""Connections of the pool that have died are replaced before somebody gets them, without a question for each."""

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

ASK_AFTER_SECONDS = 30.0
"""A connection that was idle for longer is asked: a firewall may have forgotten it and told neither end."""
_ANSWER_SECONDS = 3.0
_USED_AT = "used_at"


def keep_alive(engine: Engine) -> None:
    """Replace a connection whose server has hung up, which is known without asking, or that does not answer after a rest."""

    @event.listens_for(engine, "checkout")
    def must_live(
        connection: Any, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection
    ) -> None:
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError
        used_at = entry.info.get(_USED_AT)
        if used_at is not None and time.monotonic() - used_at > ASK_AFTER_SECONDS:
            _ask(connection)

    @event.listens_for(engine, "checkin")
    def note_use(connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info[_USED_AT] = time.monotonic()


def _ask(connection: Any) -> None:
    try:
        connection.run_async(lambda driver: driver.execute("SELECT 1", timeout=_ANSWER_SECONDS))
    except Exception as error:  # whatever it is, it does not serve
        raise InvalidatePoolError from error
