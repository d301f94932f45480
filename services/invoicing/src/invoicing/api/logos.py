"""`/v1/settings/logo` and `/v1/settings/sample.png`: what documents look like."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from pydantic import ValidationError

import web
from domain_errors import NotFoundError
from invoicing.api.access import Biller, Reader
from invoicing.api.documents import begin_for
from invoicing.commands.accounts import change_logo
from invoicing.commands.documents import print_sample
from invoicing.domain.logos import checked_logo
from invoicing.printing import check_logo
from invoicing.queries import settings as queries
from invoicing.schemas.documents import LogoRequest, SampleRequest
from invoicing.schemas.settings import SettingsResponse

router = web.router(tags=["settings"])
_SHOWN_ALONE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
}


class PngResponse(Response):
    """A picture."""

    media_type = "image/png"


@router.put("/settings/logo")
async def replace_logo(
    body: LogoRequest,
    session: web.Session,
    caller: Biller,
    expected: web.RequiredIfMatch,
    response: Response,
) -> SettingsResponse:
    """Print this logo on what is issued from now on. What is issued already keeps the one that it has.

    It is refused unless it can be printed: a PNG or JPEG of at most 4 million pixels, or an SVG of shapes alone. What else
    is in a file, such as where a picture was taken, is not kept.
    """
    logo = checked_logo(body.to_bytes())
    await asyncio.to_thread(check_logo, logo)
    account = await change_logo(session, logo, expected=expected)
    response.headers["ETag"] = web.etag(account.billing.version)
    return SettingsResponse.of(account)


@router.delete("/settings/logo", status_code=204)
async def delete_logo(session: web.Session, caller: Biller, expected: web.RequiredIfMatch) -> None:
    """Print no logo on what is issued from now on."""
    await change_logo(session, None, expected=expected)


@router.get("/settings/logo", response_class=PngResponse)
@web.refuses(NotFoundError)
async def get_logo(session: web.Session, caller: Reader) -> Response:
    """The logo of what is issued now: `image/png`, `image/jpeg` or `image/svg+xml`."""
    logo = await queries.get_logo(session)
    if logo is None:
        raise NotFoundError("logo")
    return Response(logo.content, media_type=logo.media_type, headers=_SHOWN_ALONE)


@asynccontextmanager
async def _sample(request: Request, read_body: web.ReadBody) -> AsyncIterator[bytes | None]:
    try:
        asked = SampleRequest.model_validate(dict(request.query_params))
    except ValidationError:
        yield None
    else:
        begin = begin_for(request, request.state.caller.account_id)
        yield await print_sample(begin, now=datetime.now(UTC), **dict(asked))


@router.get("/settings/sample.png", response_class=PngResponse)
@web.prepared_by(_sample)
async def get_sample(
    caller: Reader,
    asked: Annotated[SampleRequest, Query()],
    page: Annotated[bytes, Depends(web.prepared)],
) -> PngResponse:
    """A page of an invoice that is none, to see how a colour, the logo and a language look."""
    return PngResponse(page)
