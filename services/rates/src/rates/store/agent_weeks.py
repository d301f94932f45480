"""All that agents worked in the ISO weeks of some days, which decides where overtime begins."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from database import Session, Statement
from rates.domain.division import DividedEntry
from rates.store.divided_time import ENTRY, read

# In the order of an index of live time by day, passing over other agents within it.
_WEEKS = Statement(f"""
SELECT entry.* FROM unnest(CAST(:agent_ids AS uuid[]), CAST(:mondays AS date[])) AS week(agent_id, monday)
CROSS JOIN LATERAL (
    SELECT {ENTRY} FROM time_entries same WHERE live
        AND same.work_date >= week.monday AND same.work_date < week.monday + 7 AND same.agent_id = week.agent_id OFFSET 0
) AS entry
""")


async def load(session: Session, places: Collection[tuple[UUID, date]]) -> list[DividedEntry]:
    """Read the live time of agents in the weeks of these days, whether anybody pays for it or not."""
    weeks = sorted({(agent, day - timedelta(days=day.weekday())) for agent, day in places})
    if not weeks:
        return []
    asked = {"agent_ids": [agent for agent, _ in weeks], "mondays": [monday for _, monday in weeks]}
    return read(await _WEEKS.all(session, asked))
