"""What the account has chosen."""

from datetime import UTC, datetime
from typing import Any

from fastapi import Response

import web
from timer.api.callers import Manager, Reader
from timer.api.resources import with_etag
from timer.commands.account_settings import update_settings
from timer.queries.account_settings import account_settings
from timer.schemas.account import SettingsPatch, SettingsReplacement, SettingsResponse

router = web.router(tags=["settings"])


@router.get("/settings")
async def get_settings(
    session: web.Session, caller: Reader, response: Response
) -> SettingsResponse:
    """Get what holds in the account: what was chosen, else the defaults."""
    current = await account_settings(session)
    return with_etag(response, SettingsResponse.model_validate(current))


@router.put("/settings")
async def replace_settings(
    body: SettingsReplacement,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> SettingsResponse:
    """Choose all settings anew. Demands the `ETag` that was read; only an owner changes `allow_self_approval`."""
    return await _update(session, caller, response, body.model_dump(), if_match)


@router.patch("/settings")
async def change_settings(
    body: SettingsPatch,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> SettingsResponse:
    """Change the settings that are sent, and no others (JSON merge patch)."""
    return await _update(session, caller, response, body.changes, if_match)


async def _update(
    session: web.Session,
    caller: web.Caller,
    response: Response,
    changes: dict[str, Any],
    expected: int | None,
) -> SettingsResponse:
    by_owner = "owner" in caller.roles
    chosen = await update_settings(
        session, changes, datetime.now(UTC), expected=expected, by_owner=by_owner
    )
    return with_etag(response, SettingsResponse.model_validate(chosen))
