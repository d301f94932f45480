"""The timesheet that a customer signs, as a sealed PDF."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

import web
from timer.api.callers import Reader, narrowed, reading, seen_by
from timer.api.exports import saved_as
from timer.capacity import Period
from timer.commands.customer_timesheet import print_customer_timesheet
from timer.customer_timesheet import (
    NoTimeToSignError,
    TextNotPrintableError,
    TooManyEntriesError,
    WantedTimesheet,
)
from timer.printing.seal_key import SealKey
from timer.schemas.customer_timesheet import CustomerTimesheetRequest

router = web.router(prefix="/v1/reports", tags=["reports"])
open_router = APIRouter(tags=["reports"])
PDF, PEM = "application/pdf", "application/x-pem-file"


def _file(media_type: str, description: str) -> dict[int | str, dict[str, Any]]:
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": description, "content": {media_type: schema}}}


@router.get(
    "/timesheet.pdf", response_class=Response, responses=_file(PDF, "A PDF/A-2b that is sealed")
)
@web.refuses(NoTimeToSignError, TooManyEntriesError, TextNotPrintableError)
async def print_timesheet(
    request: Request, caller: Reader, asked: Annotated[CustomerTimesheetRequest, Query()]
) -> Response:
    """Print who did what for a customer when, in the customer's language and the account's time zone, to be signed.

    Without prices. The seal shows every later change but signatures; `GET /seal-certificate.pem` has its certificate.
    The field `Customer` is empty, for an electronic signature.
    """
    wanted = WantedTimesheet(
        asked.organization_id,
        Period(asked.first_day, asked.last_day),
        narrowed(asked.agent_id, seen_by(caller)),
        asked.project_id,
        asked.state,
    )
    content = await print_customer_timesheet(
        reading(request, caller), wanted, request.app.state.seal_secret, datetime.now(UTC)
    )
    name = f"timesheet-{asked.first_day}-{asked.last_day}.pdf"
    return Response(content, media_type=PDF, headers=saved_as(name))


@open_router.get(
    "/v1/seal-certificate.pem",
    response_class=Response,
    responses=_file(PEM, "An X.509 certificate (RFC 7468)"),
)
async def get_seal_certificate(request: Request) -> Response:
    """Get the certificate of the key that seals documents here, to trust it or to compare. For anybody."""
    pem = SealKey.of(request.app.state.seal_secret).pem
    return Response(pem, media_type=PEM, headers=saved_as("seal-certificate.pem"))
