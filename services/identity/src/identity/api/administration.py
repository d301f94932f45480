"""For who runs the system: the gateway does not lead here, and the secret in the settings is needed."""

import hmac
from datetime import UTC, datetime

from fastapi import APIRouter, Depends, Request

from database import enter_account
from identity.api.transactions import Across, OurSettings
from identity.commands import administration as commands
from identity.commands.api_tokens import NewToken, create_token
from identity.schemas import (
    AdminApiTokenRequest,
    AdminApiTokenResponse,
    OwnerLinkRequest,
    OwnerLinkResponse,
)
from identity.settings import Settings
from web import ProblemError

_DEFAULT_OWNER = "owner@honorar.example"


async def _administrator(request: Request) -> None:
    settings: Settings = request.app.state.settings
    secret = settings.admin_secret.get_secret_value()
    sent = request.headers.get("authorization", "").encode()
    if not secret or not hmac.compare_digest(sent, f"Bearer {secret}".encode()):
        raise ProblemError(401, "not-authenticated", "The administrator's secret is needed")


router = APIRouter(prefix="/admin", include_in_schema=False, dependencies=[Depends(_administrator)])


@router.post("/owner-link", status_code=201)
async def create_owner_link(
    request: OwnerLinkRequest, session: Across, settings: OurSettings
) -> OwnerLinkResponse:
    """Make a link that logs in an owner."""
    link = await commands.make_owner_link(
        session,
        request.account_id,
        email=request.email,
        default_email=_DEFAULT_OWNER,
        name=request.name,
        account_name=request.account_name,
        address=f"{settings.public_url}/login/link",
        at=datetime.now(UTC),
    )
    return OwnerLinkResponse(link=link)


@router.post("/api-tokens", status_code=201)
async def create_api_token(request: AdminApiTokenRequest, session: Across) -> AdminApiTokenResponse:
    """Make an API token of the account."""
    await enter_account(session, request.account_id)
    _, token = await create_token(
        session,
        NewToken(request.name, tuple(request.roles), request.expires_at, None),
        ("owner",),
        created_by="administrator",
        at=datetime.now(UTC),
    )
    return AdminApiTokenResponse(token=token)
