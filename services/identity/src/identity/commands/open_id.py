"""Log-in by an OpenID Connect provider: what waits for the browser that is away there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Session
from identity.log_in_rules import LINK_LIVES, NoMembershipError, OtherBrowserError
from identity.members import canonical
from identity.secret_tokens import hashed, new_secret
from identity.store import log_in as store
from identity.store import people
from identity.store.tables import PendingLogInRow

_KIND = "open-id"


@dataclass(frozen=True)
class Pending:
    """A log-in that is under way at the provider. `state` names it, `nonce` and `verifier` prove its answer."""

    state: str
    nonce: str
    verifier: str
    next_path: str


async def begin(session: Session, browser: str, *, next_path: str, at: datetime) -> Pending:
    """Remember a log-in of the browser with this secret. Works across accounts."""
    pending = Pending(new_secret(), new_secret(), new_secret() + new_secret(), next_path)
    await store.forget_old(session, at)
    session.add(
        PendingLogInRow(
            secret_hash=hashed(pending.state),
            kind=_KIND,
            content={
                "nonce": pending.nonce,
                "verifier": pending.verifier,
                "next_path": pending.next_path,
                "browser": hashed(browser).hex(),
            },
            expires_at=at + LINK_LIVES,
        )
    )
    return pending


async def resume(session: Session, state: str, browser: str, *, at: datetime) -> Pending:
    """The log-in that a browser comes back from, once. Raises `OtherBrowserError`."""
    content = await store.take_pending(session, _KIND, hashed(state), at)
    if content is None or content["browser"] != hashed(browser).hex():
        raise OtherBrowserError
    return Pending(state, content["nonce"], content["verifier"], content["next_path"])


async def person_with(session: Session, email: str) -> UUID:
    """The person with an address that the provider has verified. Raises `NoMembershipError`."""
    memberships = await people.active_memberships(session, email=canonical(email))
    if not memberships:
        raise NoMembershipError
    return memberships[0].person_id
