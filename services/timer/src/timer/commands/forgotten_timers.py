"""Notice a timer that runs beyond its account's limit, once, and tell of it."""

from datetime import datetime
from uuid import UUID

from database import Session, current_account
from messaging import outbox
from tasks import schedule
from timer import events
from timer.store import running_timers
from timer.store.running_timers import NOTICE_FORGOTTEN

KIND = NOTICE_FORGOTTEN


async def notice_forgotten(session: Session, agent_id: UUID, now: datetime) -> None:
    """Look at the agent's timer; one that has not reached the limit, which may have been raised, is looked at then."""
    if await running_timers.lock_agent(session, agent_id) is None:
        return
    running = await running_timers.find(session, agent_id)
    if running is None or running.noticed_at is not None:
        return
    limit = await running_timers.limit_seconds(session)
    noticed = running.notice(now, limit)
    if noticed is None:
        at = running.reaches(limit)
        await schedule(session, KIND, key=str(agent_id), due_at=at, again=True)
        return
    await running_timers.save(session, noticed)
    event = events.timer_forgotten(current_account(session), noticed, limit)
    await outbox.publish(session, event)
