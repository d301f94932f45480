"""Request forms: found by their address, saved; and the requests that were sent by them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from database import Session, Statement, lock_exclusive
from database.mapping import as_dataclass, attributes
from timer.request_form import KEPT, OF_ACCOUNT, RequestForm

_NAMES = [field.name for field in fields(RequestForm)]
_FIND = Statement("SELECT account_id, * FROM request_forms WHERE slug = :slug AND active")
_OWN = Statement("SELECT * FROM request_forms")
_SAVE = Statement(f"""
INSERT INTO request_forms ({", ".join(_NAMES)}) VALUES ({", ".join(f":{name}" for name in _NAMES)})
ON CONFLICT (account_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _NAMES)}
""")
_CLAIM_SLUG = Statement("""
INSERT INTO request_form_slugs (slug) VALUES (:slug) ON CONFLICT DO NOTHING
""")
_IS_OWN_SLUG = Statement("SELECT FROM request_form_slugs WHERE slug = :slug")
_SENT = Statement("SELECT network, created_at FROM form_requests WHERE created_at > :since")
_SENT_BEFORE = Statement("SELECT digest, number FROM form_requests WHERE nonce = :nonce")
_REMEMBER = Statement("""
WITH old AS (DELETE FROM form_requests WHERE created_at < :kept_since)
INSERT INTO form_requests (nonce, network, digest, number, created_at)
VALUES (:nonce, :network, :digest, :number, :now)
""")
_NEXT_NUMBER = Statement("SELECT coalesce(max(last_number), 0) + 1 FROM ticket_counts")


@dataclass(frozen=True, slots=True)
class SentRequest:
    """What was sent with a token, and what was answered."""

    digest: bytes
    number: int


async def find(session: Session, slug: str) -> tuple[UUID, RequestForm] | None:
    """The form with this address and its account; across accounts."""
    row = await _FIND.first(session, {"slug": slug})
    return (row.account_id, as_dataclass(RequestForm, row)) if row else None


async def lock_form(session: Session) -> None:
    """Let the account's form be changed by one after the other, whether there is one or not."""
    await lock_exclusive(session, "request form")


async def own(session: Session) -> RequestForm | None:
    """The account's form."""
    row = await _OWN.first(session)
    return as_dataclass(RequestForm, row) if row else None


async def save(session: Session, form: RequestForm) -> bool:
    """Write the form; False when its address is, or was, another account's."""
    await _CLAIM_SLUG.all(session, {"slug": form.slug})
    if await _IS_OWN_SLUG.first(session, {"slug": form.slug}) is None:
        return False
    await _SAVE.all(session, attributes(form))
    return True


async def lock_requests(session: Session) -> None:
    """Let the account's requests by form be counted and remembered one after the other."""
    await lock_exclusive(session, "requests by form")


async def sent_with(session: Session, nonce: bytes) -> SentRequest | None:
    """What was sent with a token before."""
    row = await _SENT_BEFORE.first(session, {"nonce": nonce})
    return as_dataclass(SentRequest, row) if row else None


async def sent_lately(session: Session, now: datetime) -> Sequence[tuple[str, datetime]]:
    """Networks and times of what was sent within the longest limit, oldest first."""
    rows = await _SENT.all(session, {"since": now - OF_ACCOUNT.within})
    return sorted(((row.network, row.created_at) for row in rows), key=lambda sent: sent[1])


async def remember(
    session: Session, nonce: bytes, network: str, sent: SentRequest, now: datetime
) -> None:
    """Note that a token was used, and forget what nobody asks for any more."""
    values = {"nonce": nonce, "network": network, "now": now, "kept_since": now - KEPT}
    await _REMEMBER.all(session, {**values, **attributes(sent)})


async def next_number(session: Session) -> int:
    """The number that the next ticket would have."""
    number: int = await _NEXT_NUMBER.scalar(session)
    return number
