"""The public request form: set up by the owner, fetched and sent by anybody."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from database import Session, enter_account
from domain_errors import NotFoundError, check_version
from timer.account_settings import AccountSettings
from timer.attachment import Attachment
from timer.commands.tickets import create_ticket
from timer.queries.account_settings import account_settings
from timer.request_form import (
    OF_ACCOUNT,
    OF_NETWORK,
    FormToken,
    FormUsedError,
    RequestForm,
    SlugTakenError,
    TooManyRequestsError,
    read_token,
    signed,
)
from timer.store import attachments
from timer.store import request_forms as store
from timer.store.request_forms import SentRequest


@dataclass(frozen=True, slots=True)
class FormRequest:
    """What somebody sends by the form. `trap`: what a person sees no field for."""

    token: str
    name: str
    email: str
    subject: str
    description: str
    trap: str
    files: Sequence[Attachment]

    @property
    def digest(self) -> bytes:
        """Of all that was sent, to know it again."""
        said = (self.name, self.email, self.subject, self.description, self.trap)
        parts = [text.encode() for text in said]
        for file in self.files:
            parts += [file.file_name.encode(), file.content]
        digest = sha256()
        for part in parts:
            digest.update(len(part).to_bytes(8) + part)
        return digest.digest()


async def save_form(
    session: Session, *, slug: str, title: str, introduction: str, active: bool, expected: int
) -> RequestForm:
    """Make the account's form, rename it, switch it off or on. Raises `SlugTakenError`."""
    await store.lock_form(session)
    before = await store.own(session)
    check_version(expected, before.version if before else 0)
    form = RequestForm(
        version=before.version if before else 0,
        slug=slug,
        title=title,
        introduction=introduction,
        active=active,
        secret=before.secret if before else secrets.token_bytes(32),
    )
    if form == before:
        return form
    form = replace(form, version=form.version + 1)
    if not await store.save(session, form):
        raise SlugTakenError
    return form


async def fetch_form(
    session: Session, slug: str, now: datetime
) -> tuple[RequestForm, AccountSettings, str]:
    """A form with its account's settings, and a token to send it with. Raises `NotFoundError`."""
    form = await _enter(session, slug)
    token = signed(FormToken(secrets.token_bytes(16), now), form)
    return form, await account_settings(session), token


async def send_request(
    session: Session, slug: str, sent: FormRequest, *, network: str, now: datetime
) -> tuple[int, bool]:
    """Make a ticket of what somebody sent; returns its number, and whether it fell into the trap, so that nothing was made.

    The same sent again, also at once, is answered alike. Raises `NotFoundError`, `FormTokenError`, `FormTooQuickError`,
    `FormExpiredError`, `FormUsedError`, `TooManyRequestsError`, `AttachmentsFullError`.
    """
    form = await _enter(session, slug)
    token = read_token(sent.token, form)
    token.check(now)
    await store.lock_requests(session)
    if before := await store.sent_with(session, token.nonce):
        if before.digest != sent.digest:
            raise FormUsedError
        return before.number, False
    await _check_limits(session, network, now)
    number = await (store.next_number(session) if sent.trap else _make(session, sent, now))
    answered = SentRequest(sent.digest, number)
    await store.remember(session, token.nonce, network, answered, now)
    return number, bool(sent.trap)


async def _enter(session: Session, slug: str) -> RequestForm:
    """The form with this address; from there on the transaction is its account's."""
    found = await store.find(session, slug)
    if found is None:
        raise NotFoundError("request form")
    account_id, form = found
    await enter_account(session, account_id)
    return form


async def _check_limits(session: Session, network: str, now: datetime) -> None:
    sent = await store.sent_lately(session, now)
    of_network = [at for sender, at in sent if sender == network]
    for limit, earlier in ((OF_NETWORK, of_network), (OF_ACCOUNT, [at for _, at in sent])):
        if wait := limit.wait_seconds(earlier, now):
            raise TooManyRequestsError(wait)


async def _make(session: Session, sent: FormRequest, now: datetime) -> int:
    values = {
        "name": sent.subject,
        "description": sent.description,
        "channel": "form",
        "priority": "normal",
        "status": "new",
        "assignee_id": None,
        "service_type_id": None,
        "project_id": None,
        "billable": None,
        "requester": {"name": sent.name, "email": sent.email},
    }
    ticket = await create_ticket(session, values, now, manages=False)
    if sent.files:
        await attachments.add(session, ticket.id, sent.files, added_by=None, at=now)
    return ticket.number
