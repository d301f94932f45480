"""`/v1/settings`: the account's billing settings."""

from typing import Annotated, Any

from fastapi import Query, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands.accounts import update_billing_settings
from invoicing.queries import settings as queries
from invoicing.schemas.line_texts import LineTextExampleRequest, LineTextExampleResponse
from invoicing.schemas.settings import SettingsRequest, SettingsResponse

router = web.router(tags=["settings"])


@router.get("/settings")
async def get_settings(
    session: web.Session, caller: Reader, now: Now, response: Response
) -> SettingsResponse:
    """The billing settings; defaults where nothing was set yet."""
    account = await queries.get_settings(session, now=now)
    response.headers["ETag"] = web.etag(account.billing.version)
    return SettingsResponse.of(account)


@router.get("/settings/line-text-example")
async def get_line_text_example(
    asked: Annotated[LineTextExampleRequest, Query()], caller: Reader
) -> LineTextExampleResponse:
    """What a line of time would say with a text that is being written; refused as it would be when it is saved."""
    said = queries.line_text_example(asked.to_domain(), asked.language)
    return LineTextExampleResponse(description=said)


@router.put("/settings")
async def replace_settings(
    body: SettingsRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> SettingsResponse:
    """Replace all billing settings. Issued invoices keep what they were issued with; drafts follow."""
    known = await queries.get_settings(session, now=now)
    new = body.to_domain(known.own_tax_codes, known.settings.today(now))
    account = await update_billing_settings(session, new, expected=expected)
    response.headers["ETag"] = web.etag(account.billing.version)
    return SettingsResponse.of(account)


@router.patch("/settings")
async def change_settings(
    body: Annotated[dict[str, Any], web.PatchOf(SettingsRequest)],
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> SettingsResponse:
    """Change some of the billing settings by a JSON merge patch (RFC 7396): what it does not name stays as it is."""
    current = SettingsResponse.of(await queries.get_settings(session, now=now))
    return await replace_settings(current.patched(body), session, caller, now, expected, response)
