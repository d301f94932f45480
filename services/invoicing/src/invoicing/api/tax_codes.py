"""`/v1/tax-codes`: how things are taxed."""

from typing import Annotated, Any

from fastapi import Path, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands import tax_codes as commands
from invoicing.domain.errors import TaxCodeExistsError
from invoicing.queries.settings import get_settings
from invoicing.schemas.tax_codes import (
    CodeName,
    TaxCodeChangeRequest,
    TaxCodeRequest,
    TaxCodeResponse,
    TaxCodesResponse,
    TaxRateRequest,
)

router = web.router(tags=["tax codes"])

Code = Annotated[CodeName, Path(description="The tax code, for example S.")]


@router.get("/tax-codes")
async def list_tax_codes(session: web.Session, caller: Reader, now: Now) -> TaxCodesResponse:
    """All tax codes: those that come with the seller's country, and the account's own. They are few."""
    account = await get_settings(session, now=now)
    today = account.settings.today(now)
    found = [TaxCodeResponse.of(one, today=today) for one in account.tax_codes.known.values()]
    return TaxCodesResponse(tax_codes=found)


@router.post("/tax-codes", status_code=201)
@web.refuses(TaxCodeExistsError)
async def create_tax_code(
    body: TaxCodeRequest, session: web.Session, caller: Biller, now: Now, response: Response
) -> TaxCodeResponse:
    """Make a tax code of the account's own, for example for a reduced rate."""
    made = await commands.create_tax_code(session, body.to_domain())
    today = (await get_settings(session, now=now)).settings.today(now)
    response.headers["ETag"] = web.etag(made.version)
    response.headers["Location"] = f"/v1/tax-codes/{made.code}"
    return TaxCodeResponse.of(made, today=today)


@router.get("/tax-codes/{code}")
async def get_tax_code(
    code: Code, session: web.Session, caller: Reader, now: Now, response: Response
) -> TaxCodeResponse:
    """One tax code with its rates."""
    account = await get_settings(session, now=now)
    found = account.tax_codes.get(code)
    response.headers["ETag"] = web.etag(found.version)
    return TaxCodeResponse.of(found, today=account.settings.today(now))


@router.patch("/tax-codes/{code}")
async def change_tax_code(
    code: Code,
    body: Annotated[dict[str, Any], web.PatchOf(TaxCodeChangeRequest)],
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> TaxCodeResponse:
    """Give a tax code another name or place in the ledger, retire it, or take it into use again.

    What is issued stays as it is; drafts that have a retired code keep it.
    """
    account = await get_settings(session, now=now)
    today, known = account.settings.today(now), account.tax_codes.get(code)
    asked = TaxCodeResponse.of(known, today=today).patched(body)
    changed = await commands.change_tax_code(session, asked.to_domain(known), expected=expected)
    response.headers["ETag"] = web.etag(changed.version)
    return TaxCodeResponse.of(changed, today=today)


@router.post("/tax-codes/{code}/rates", status_code=201)
async def add_tax_rate(
    code: Code,
    body: TaxRateRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> TaxCodeResponse:
    """Let another rate hold from a later day on, as when a state changes its rates.

    Documents have the rate of their issue date. Drafts follow: one that is issued on or after that day has the new rate.
    """
    changed = await commands.add_rate(session, code, body.to_domain(), expected=expected, now=now)
    response.headers["ETag"] = web.etag(changed.version)
    today = (await get_settings(session, now=now)).settings.today(now)
    return TaxCodeResponse.of(changed, today=today)
