"""What the account has chosen."""

from fastapi import Response

import web
from timer.account_settings import AccountSettings
from timer.api.callers import Manager, Reader
from timer.api.resources import with_etag
from timer.commands.account_settings import update_settings
from timer.queries.account_settings import account_settings
from timer.schemas.master_data import SettingsRequest, SettingsResponse

router = web.router(tags=["settings"])


@router.get("/settings")
async def get(session: web.Session, caller: Reader, response: Response) -> SettingsResponse:
    current = await account_settings(session)
    return with_etag(response, SettingsResponse.model_validate(current))


@router.put("/settings")
async def update(
    body: SettingsRequest,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> SettingsResponse:
    wanted = AccountSettings(version=0, **body.model_dump())
    by_owner = "owner" in caller.roles
    chosen = await update_settings(session, wanted, expected=if_match, by_owner=by_owner)
    return with_etag(response, SettingsResponse.model_validate(chosen))
