"""What the account has chosen."""

from fastapi import Response

import web
from timer.api.answers import versioned
from timer.api.callers import Manager, Reader
from timer.api.texts import CurrencyCode, TimeZone
from timer.commands import account as commands

router = web.router(tags=["settings"])


class SettingsIn(web.RequestModel):
    """`allow_self_approval` is for those who work alone, and only an owner changes it; `currency` is ISO 4217."""

    time_zone: TimeZone
    currency: CurrencyCode
    allow_self_approval: bool = False
    allow_overlaps: bool = False


class Settings(web.ResponseModel):
    """`version` 0: the defaults, nothing was chosen yet."""

    version: int
    time_zone: str
    currency: str
    allow_self_approval: bool
    allow_overlaps: bool


@router.get("/settings")
async def read(session: web.Session, caller: Reader, response: Response) -> Settings:
    current = await commands.account_settings_of(session)
    versioned(response, current.version)
    return Settings.model_validate(current)


@router.put("/settings")
async def choose(
    body: SettingsIn,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> Settings:
    wanted = commands.AccountSettings(**body.model_dump())
    chosen = await commands.choose(
        session, caller.account_id, if_match, wanted, by_owner="owner" in caller.roles
    )
    versioned(response, chosen.version)
    return Settings.model_validate(chosen)
