"""Prices that people set on entries: `/v1/prices/{entry_id}/override`, `/v1/overrides`."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

import web
from rates.commands import overrides as commands
from rates.domain.overrides import (
    EntryBilledError,
    EntryNotBillableError,
    OverridesRefusedError,
    VersionRequiredError,
)
from rates.schemas.overrides import (
    OverrideRequest,
    OverrideResponse,
    OverridesRequest,
    OverridesResponse,
)

router = web.router(tags=["prices"])
Editor = Annotated[web.Caller, web.allow("manager", "billing")]
EntryId = Annotated[UUID, Path(description="Time entry, by its id in timer")]


@router.put("/prices/{entry_id}/override")
@web.refuses(EntryBilledError, EntryNotBillableError, VersionRequiredError)
async def override_price(
    entry_id: EntryId,
    body: OverrideRequest,
    session: web.Session,
    caller: Editor,
    expected: web.IfMatch,
    response: Response,
) -> OverrideResponse:
    """Set what an hour of an entry costs, whatever the rates say, with the reason.

    It holds at once, and whatever becomes of the entry, rates, teams and customers, until it is replaced or removed.
    Needs `If-Match` with the `version` of the price that was set before, if one was. Refused while an invoice bills the
    time.
    """
    override = await commands.override_price(
        session, body.override(entry_id, expected), by=caller.subject, now=datetime.now(UTC)
    )
    response.headers["ETag"] = web.etag(override.version)
    return OverrideResponse.model_validate(override)


@router.delete("/prices/{entry_id}/override", status_code=204)
@web.refuses(EntryBilledError)
async def remove_override(
    entry_id: EntryId, session: web.Session, caller: Editor, expected: web.RequiredIfMatch
) -> None:
    """Let the rates price the entry again, at once. What was set stays in the history of its price."""
    await commands.remove_override(
        session, entry_id, expected=expected, by=caller.subject, now=datetime.now(UTC)
    )


@router.post("/overrides")
@web.refuses(OverridesRefusedError)
async def override_prices(
    body: OverridesRequest, session: web.Session, caller: Editor
) -> OverridesResponse:
    """Set the prices of several entries, all of them or none.

    A refusal names every entry that stands in the way, and why. A price that is set already as it is wanted stays.
    """
    made = await commands.override_prices(
        session, body.wanted, by=caller.subject, now=datetime.now(UTC)
    )
    return OverridesResponse(items=[OverrideResponse.model_validate(one) for one in made])
