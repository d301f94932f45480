"""The public holidays that an account, or one agent, has."""

from datetime import date
from uuid import UUID

from database import Session, Statement
from domain_errors import InvalidInputError
from timer.capacity import Period
from timer.public_holidays import public_holidays
from timer.queries.account_settings import account_settings

_OF_AGENT = Statement("SELECT holiday_region FROM agents WHERE id = :agent_id")


async def list_public_holidays(
    session: Session, period: Period, agent_id: UUID | None
) -> dict[date, str]:
    """Those of the account, or of one of its agents, with their names. Raises `InvalidInputError`."""
    period.must_be_possible()
    settings = await account_settings(session)
    region = settings.holiday_region
    if agent_id is not None:
        found = await _OF_AGENT.first(session, {"agent_id": agent_id})
        if found is None:
            raise InvalidInputError("agent_id", "there is no such agent")
        region = found.holiday_region or region
    return public_holidays(region, period.first, period.last, settings.language)
