"""Remember who is in which team when, and price again what a move touches."""

from collections.abc import Sequence

from contracts.timer import MembershipsChanged
from database import Session
from rates.commands.repricing import schedule_repricing
from rates.domain.rules import Scope
from rates.domain.teams import Membership, days_moved
from rates.store import memberships


async def record_memberships(session: Session, events: Sequence[MembershipsChanged]) -> None:
    """Keep the newest list of each agent; what is older than what is stored changes nothing.

    The team of a day decides the price of its work, so what was done on the days of a move is priced again.
    """
    newest = {event.agent_id: event for event in sorted(events, key=lambda event: event.version)}
    before = await memberships.replace(session, newest)
    moves = {
        agent_id: days_moved(old, _memberships(newest[agent_id]))
        for agent_id, old in before.items()
    }
    touched = ((Scope(agent_id=agent_id), days) for agent_id, days in moves.items() if days)
    await schedule_repricing(session, *touched, billed=True)


def _memberships(event: MembershipsChanged) -> Sequence[Membership]:
    return [Membership(one.team_id, one.first_day, one.last_day) for one in event.memberships]
