"""Who may do what: billing changes, managers read, agents and clients have nothing to do here."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends

import web

Biller = Annotated[web.Caller, web.allow("billing")]
Reader = Annotated[web.Caller, web.allow("billing", "manager")]


async def current_time() -> datetime:
    """The moment at which a request is made; tests give another. It waits for nothing, but would be sent to a thread."""
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(current_time)]
