"""Log in: ask for a link, follow it, and whatever way it was, begin a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from database import Session, new_id
from identity import events
from identity.log_in_rules import (
    LINK_LIVES,
    WINDOW,
    LinkUnknownError,
    NoMembershipError,
    check_limits,
    check_link,
)
from identity.members import Membership, canonical
from identity.secret_tokens import hashed, new_secret
from identity.store import log_in as store
from identity.store import people
from identity.store.tables import LogInLinkRow, SessionRow
from messaging import outbox

Way = Literal["link", "passkey", "open-id"]


@dataclass(frozen=True)
class Browser:
    """What asks: the secret in its log-in cookie, what it says it is, and the network it comes from."""

    secret: str
    name: str
    network: str


@dataclass(frozen=True)
class LogIn:
    """A session that began: the secret for the cookie, when that ends, and where the browser is to go."""

    secret: str
    expires_at: datetime
    next_path: str
    member: Membership


@dataclass(frozen=True)
class OpenIdSession:
    """What an OpenID Connect provider calls a person and their session with it."""

    subject: str
    session: str | None


async def request_link(
    session: Session,
    email: str,
    browser: Browser,
    *,
    next_path: str,
    address: str,
    at: datetime,
) -> None:
    """Send a log-in link to an address whose person is a member somewhere; nobody can tell whether that is so.

    `address` is the app's page that takes the link's token. Raises `TooManyLogInsError`.
    """
    email = canonical(email)
    recent = await store.recent_requests(session, email, browser.network, since=at - WINDOW)
    check_limits(recent, at)
    memberships = await people.active_memberships(session, email=email)
    token = new_secret()
    link = LogInLinkRow(
        id=new_id(),
        token_hash=hashed(token),
        browser_hash=hashed(browser.secret),
        email=email,
        network=browser.network,
        person_id=memberships[0].person_id if memberships else None,
        next_path=next_path,
        created_at=at,
        expires_at=at + LINK_LIVES,
    )
    session.add(link)
    await store.forget_old(session, at)
    if memberships:
        member, url = memberships[0], f"{address}?token={token}"
        version = await people.count_link(session, member.member_id)
        event = events.log_in_requested(link, member, url, version=version)
        await outbox.publish(session, event)


async def follow_link(
    session: Session, token: str, browser: Browser, *, lives: timedelta, at: datetime
) -> LogIn:
    """Begin the session that a link is for. Raises a `LogInError` that says what is wrong with the link."""
    link = await store.link_for_update(session, hashed(token))
    if link is None or link.person_id is None:
        raise LinkUnknownError
    check_link(
        used=link.used_at is not None,
        expires_at=link.expires_at,
        of_browser=link.browser_hash,
        browser=hashed(browser.secret),
        at=at,
    )
    link.used_at = at
    return await begin_session(
        session,
        link.person_id,
        browser,
        way="link",
        next_path=link.next_path,
        into=link.into_account,
        lives=lives,
        at=at,
    )


async def begin_session(
    session: Session,
    person_id: UUID,
    browser: Browser,
    *,
    way: Way,
    next_path: str,
    lives: timedelta,
    at: datetime,
    into: UUID | None = None,
    open_id: OpenIdSession | None = None,
) -> LogIn:
    """Begin a session of a person in the account `into`, else the one they used last. Raises `NoMembershipError`."""
    memberships = await people.active_memberships(session, person_id=person_id)
    chosen = [m for m in memberships if into in (None, m.account_id)]
    if not chosen:
        raise NoMembershipError
    member, secret = chosen[0], new_secret()
    session.add(
        SessionRow(
            id=new_id(),
            account_id=member.account_id,
            member_id=member.member_id,
            person_id=person_id,
            token_hash=hashed(secret),
            way=way,
            browser=browser.name[:200],
            network=browser.network,
            created_at=at,
            last_used_at=at,
            expires_at=at + lives,
            open_id_subject=open_id.subject if open_id else None,
            open_id_session=open_id.session if open_id else None,
        )
    )
    return LogIn(secret, at + lives, next_path, member)
