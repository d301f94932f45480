"""The public request form: set up by the owner; fetched and sent by anybody, without a log-in."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from prometheus_client import Counter
from pydantic import ValidationError

import web
from database import Database
from domain_errors import InvalidInputError, NotFoundError
from timer.api.callers import Manager
from timer.api.resources import with_etag
from timer.api.uploads import FILES, MAX_BODY_BYTES, documented_form, read_form, share_of
from timer.attachment import (
    EXTENSIONS,
    MAX_BYTES,
    MAX_FILE_BYTES,
    MAX_FILES,
    AttachmentsFullError,
    TooManyUploadsError,
    checked_files,
)
from timer.commands import request_forms as commands
from timer.commands.request_forms import FormRequest
from timer.problems import TOO_MANY_REQUESTS
from timer.queries import request_forms as queries
from timer.request_form import (
    FormExpiredError,
    FormTokenError,
    FormTooQuickError,
    FormUsedError,
    SlugTakenError,
    TooManyRequestsError,
)
from timer.schemas.request_forms import (
    FileLimitsResponse,
    FormRequestRequest,
    PublicFormResponse,
    RequestFormRequest,
    RequestFormResponse,
    RequestReceivedResponse,
)
from web.networks import network_of_caller
from web.problems import TOO_LARGE, UNREADABLE
from web.request_body import read_body

trapped_total = Counter(
    "request_form_trapped", "Requests by public forms that filled what people do not see"
)
Owner = Annotated[web.Caller, web.allow("owner")]
Slug = Annotated[str, Path(max_length=60, description="Address of the form.")]
_LIMITS = FileLimitsResponse(
    files=MAX_FILES, file_bytes=MAX_FILE_BYTES, bytes=MAX_BYTES, extensions=list(EXTENSIONS)
)
settings_router = web.router(tags=["request form"])


@settings_router.get("/request-form")
@web.refuses(NotFoundError)
async def get_request_form(
    session: web.Session, caller: Manager, response: Response
) -> RequestFormResponse:
    """Get the account's public request form; 404 where none was made."""
    form = await queries.get_form(session)
    return with_etag(response, RequestFormResponse.model_validate(form))


@settings_router.put("/request-form")
@web.refuses(SlugTakenError)
async def save_request_form(
    body: RequestFormRequest,
    session: web.Session,
    caller: Owner,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> RequestFormResponse:
    """Make the account's public request form, rename it, switch it off or on. `If-Match: "0"` makes the first.

    After it was renamed, the old address shows nothing, and stays the account's own.
    """
    form = await commands.save_form(session, **body.model_dump(), expected=if_match)
    return with_etag(response, RequestFormResponse.model_validate(form))


class PublicRoute(APIRoute):
    """For anybody: the body is read before a transaction begins, only so much of it, and a few at once from a network."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            with share_of(network_of_caller(request)):
                return await handle(await read_body(request, MAX_BODY_BYTES))

        return bounded


public_router = APIRouter(prefix="/v1", tags=["request form"], route_class=PublicRoute)


@public_router.get("/request-forms/{slug}")
@web.refuses(NotFoundError, TooManyUploadsError)
async def fetch_request_form(
    slug: Slug, request: Request, response: Response
) -> PublicFormResponse:
    """Fetch a form to fill in, with the token to send it with. For anybody."""
    database: Database = request.app.state.database
    async with database.transaction(across_accounts=True) as session:
        form, settings, token = await commands.fetch_form(session, slug, datetime.now(UTC))
    response.headers["Cache-Control"] = "no-store"
    return PublicFormResponse(
        title=form.title,
        introduction=form.introduction,
        language=settings.language,
        token=token,
        attachments=_LIMITS,
    )


_FIELDS = FormRequestRequest.model_json_schema()
_FIELDS["properties"]["files"] = {**FILES, "description": "Files to attach."}


@public_router.post(
    "/request-forms/{slug}/requests", status_code=201, openapi_extra=documented_form(_FIELDS)
)
@web.refuses(
    NotFoundError,
    FormTokenError,
    FormTooQuickError,
    FormExpiredError,
    FormUsedError,
    AttachmentsFullError,
    TooManyUploadsError,
    TOO_MANY_REQUESTS,
    TOO_LARGE,
    UNREADABLE,
)
async def send_request(slug: Slug, request: Request) -> RequestReceivedResponse:
    """Send a form that was filled in: it becomes a ticket of the account. For anybody, with the form's token.

    The answer is the same whether or not the address is known. The same form sent twice makes one ticket.
    """
    sent = await _sent(request)
    database: Database = request.app.state.database
    try:
        async with database.transaction(across_accounts=True) as session:
            number, trapped = await commands.send_request(
                session,
                slug,
                sent,
                network=network_of_caller(request),
                now=datetime.now(UTC),
            )
    except TooManyRequestsError as refused:
        headers = {"Retry-After": str(refused.retry_seconds)}
        raise replace(TOO_MANY_REQUESTS, headers=headers).error(refused.detail) from refused
    if trapped:
        trapped_total.inc()
    return RequestReceivedResponse(number=number)


async def _sent(request: Request) -> FormRequest:
    form = await read_form(request, await request.body(), files="files")
    try:
        fields = FormRequestRequest.model_validate(form.fields)
    except ValidationError as error:
        found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(found) from None
    except UnicodeError:
        raise InvalidInputError("Content-Type", "holds text that is none") from None
    return FormRequest(
        token=fields.token,
        name=fields.name,
        email=fields.email,
        subject=fields.subject,
        description=fields.description,
        trap=fields.website,
        files=checked_files(form.files),
    )
