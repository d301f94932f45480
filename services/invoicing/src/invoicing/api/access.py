"""Who may do what: billing changes, managers read, agents and clients have nothing to do here."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends

import web

Biller = Annotated[web.Caller, web.allow("billing")]
Reader = Annotated[web.Caller, web.allow("billing", "manager")]


async def current_time() -> datetime:
    """The moment at which a request is made; tests give another."""
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(current_time)]
