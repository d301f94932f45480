"""Keep whom messages can go to, as other services publish it."""

from collections.abc import Iterable, Mapping
from typing import Any

from database import Session
from notifier.store import people

Values = Mapping[str, Any]


async def keep_agents(session: Session, agents: Iterable[Values]) -> None:
    """Keep the newest version of each agent."""
    await people.keep(session, people.Agent, _newest(agents))


async def keep_member(session: Session, member: Values) -> None:
    """Keep a member, unless a newer version is known."""
    await people.keep(session, people.Member, [member])


async def keep_account(session: Session, account: Values) -> bool:
    """Keep the account's choice, unless a newer version is known; whether its zone or holidays are others now."""
    before = await _calendar(session)
    await people.keep(session, people.Account, [account])
    return before != await _calendar(session)


async def _calendar(session: Session) -> tuple[str, str | None]:
    return await people.time_zone(session), await people.holiday_region(session)


def _newest(rows: Iterable[Values]) -> list[Values]:
    ordered = sorted(rows, key=lambda row: row["version"])
    newest = {row["id"]: row for row in ordered}
    return [newest[one] for one in sorted(newest)]
