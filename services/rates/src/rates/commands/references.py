"""Remember what exists in the account, and which customers are one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.timer import (
    AgentChanged,
    OrganizationChanged,
    OrganizationMerged,
    ProjectChanged,
    ServiceTypeChanged,
    TeamChanged,
)
from database import Session
from rates.commands.repricing import schedule_repricing
from rates.domain.rules import Days, Scope
from rates.store import customers, references
from rates.store.customers import CustomerChanged
from rates.store.references import Named

ReferenceChanged = (
    OrganizationChanged
    | OrganizationMerged
    | AgentChanged
    | TeamChanged
    | ProjectChanged
    | ServiceTypeChanged
)
_ALL_DAYS = Days(date.min)


async def record_references(session: Session, events: Sequence[ReferenceChanged]) -> None:
    """Note that there are such things, archived, merged or not: what was done for them before still has a price."""
    things = {
        (event.key_field, UUID(event.key)): Named(event.version, event.name)
        for event in sorted(events, key=lambda event: event.version)
    }
    await references.add(session, things)
    changed = [event for event in events if isinstance(event, CustomerChanged)]
    if changed:
        await _record_customers(session, changed)


async def _record_customers(session: Session, events: Sequence[CustomerChanged]) -> None:
    """Price the time of those again that are one since, or two again, or that are invoiced in another currency."""
    ordered = sorted(events, key=lambda event: event.version)
    moved = await customers.store(session, {event.organization_id: event for event in ordered})
    stay = {one.after or one.organization_id for one in moved} | {one.before for one in moved}
    scopes = (Scope(organization_id=organization_id) for organization_id in stay if organization_id)
    await schedule_repricing(session, *((scope, _ALL_DAYS) for scope in scopes), billed=True)
