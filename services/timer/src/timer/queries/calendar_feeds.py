"""What a calendar reads of an agent."""

from datetime import datetime
from uuid import UUID

from database import Session, current_account
from timer.calendar_feed import MOST_EVENTS, Feed, FeedWindow
from timer.queries.absences import AbsenceFilter, list_absences
from timer.store import calendar_feeds


async def feed_created_at(session: Session, agent_id: UUID) -> datetime | None:
    """Since when the agent has a feed with its present address; None: has none."""
    return await calendar_feeds.created_at(session, agent_id)


async def read_feed(session: Session, token_hash: bytes, now: datetime) -> Feed | None:
    """The feed whose secret has this hash; None when there is none in the account."""
    owner = await calendar_feeds.owner(session, token_hash)
    if owner is None:
        return None
    window = FeedWindow.around(now, owner.time_zone)
    wanted = AbsenceFilter(owner.agent_id, first_day=window.first, last_day=window.last)
    absences = await list_absences(session, wanted, None, MOST_EVENTS)
    return Feed(
        current_account(session),
        owner.name,
        owner.time_zone,
        owner.language or "en",
        await calendar_feeds.entries(session, owner.agent_id, window),
        [absence for absence in absences if absence.state != "declined"],
    )
