"""What a query's rows come to by day, so that two databases which share no table can find out whether they say the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from database.statements import Row, Statement


def short_digest(text: str) -> str:
    """SQL of 16 characters that stand for a text; null for null."""
    return f"left(encode(sha256(convert_to({text}, 'UTF8')), 'hex'), 16)"


class StatedRows:
    """The rows of a query with an id `entry_id`, a `day` and `seconds`.

    The digest of a day does not depend on the order of its rows. It is of the columns that are `stated`, as text: the same
    values give the same digest in any database.
    """

    def __init__(self, query: str, stated: Iterable[str], sums: Sequence[str] = ()) -> None:
        text = ", '|', ".join(f"stated.{name}" for name in stated)
        row_digest = f"('x' || {short_digest(f'concat({text})')})::bit(64)::bigint"
        more = "".join(f", sum({name})::bigint AS {name}" for name in sums)
        self._days = Statement(f"""
SELECT day, count(*) AS entries, sum(seconds)::bigint AS seconds, sum({row_digest})::text AS digest{more}
FROM ({query}) AS stated
WHERE day >= coalesce(CAST(:first_day AS date), day) AND day <= coalesce(CAST(:last_day AS date), day)
GROUP BY day ORDER BY day
""")  # noqa: S608 put together from constants
        self._rows = Statement(f"""
SELECT stated.* FROM ({query}) AS stated WHERE day = ANY(CAST(:days AS date[])) ORDER BY day, entry_id LIMIT :limit
""")  # noqa: S608 put together from constants

    async def by_day(
        self, session: AsyncSession, first_day: date | None = None, last_day: date | None = None
    ) -> list[Row]:
        """Each day with rows, in order, from the first to the last (None: all), with the number of rows, sums and digest."""
        return await self._days.all(session, {"first_day": first_day, "last_day": last_day})

    async def of_days(self, session: AsyncSession, days: Sequence[date], limit: int) -> list[Row]:
        """The rows of these days, by day and id, so many at most."""
        return await self._rows.all(session, {"days": list(days), "limit": limit})


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive rows of a statement by day, which has all days from the first to the last (None: whatever there is)."""

    first_day: date | None
    last_day: date | None
    days: Sequence[Row]


def in_parts(days: Sequence[Row], size: int) -> list[Part]:
    """Cut days into parts that together cover all days; none at all are one part."""
    groups = [days[start : start + size] for start in range(0, len(days), size)] or [days]
    edges = [group[0].day for group in groups[1:]]
    firsts = [None, *edges]
    lasts = [*(edge - timedelta(days=1) for edge in edges), None]
    return [Part(*one) for one in zip(firsts, lasts, groups, strict=True)]
