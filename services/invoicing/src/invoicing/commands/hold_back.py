"""Hold ready time back from drafts, and let it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.errors import UnknownCustomerError
from invoicing.domain.held_back import HoldBack, HoldBackRequest
from invoicing.domain.left_out import entries_not_ready
from invoicing.store import accounts, held_back
from invoicing.store.left_out import entries_left_out


@dataclass(frozen=True)
class _Nobody:
    """What asks for entries, for whoever tells why they are not ready: none of a draft."""

    id: UUID
    organization_id: UUID
    currency: str = ""


async def hold_back(session: Session, request: HoldBackRequest, *, by: str, now: datetime) -> None:
    """Let no draft take these entries. Again: with another reason and day.

    Raises `EntriesNotReadyError` when nothing is ready of one: then none is held back.
    """
    if await accounts.lock_customer(session, request.organization_id) is None:
        raise UnknownCustomerError
    hold = build(HoldBack, request, held_back_at=now, held_back_by=by)
    entry_ids = request.entry_ids
    held = await held_back.hold_back(session, request.organization_id, entry_ids, hold)
    if missing := set(entry_ids) - held:
        nobody = _Nobody(request.organization_id, request.organization_id)
        found = await entries_left_out(session, nobody, entry_ids)
        raise entries_not_ready(entry_ids, [one for one in found if one.entry_id in missing])


async def let_go(session: Session, organization_id: UUID, entry_ids: Sequence[UUID]) -> None:
    """Let drafts take these entries again; of those that nothing holds back it changes nothing."""
    if await accounts.lock_customer(session, organization_id) is None:
        raise UnknownCustomerError
    await held_back.let_go(session, entry_ids)
