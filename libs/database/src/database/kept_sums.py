"""Sums of a table's rows that triggers keep, so that reports need not add the rows up.

Each statement that writes rows appends what it changed, as a set, to `<name>_changes`: nothing is updated, so nobody waits
for anybody. A task moves an account's changes into `<name>_days`, one row for each key. The sum of both tables is what the
rows say, in every snapshot. Where years are asked for, `<name>_months` has the same as `<name>_days` with the first day
of the month for the day: a fraction of the rows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from database.statements import Statement

NOTHING = "00000000-0000-0000-0000-000000000000"
"""Stands in kept sums for what a row has none of: they are found by their keys, and null is no key."""
_ADDED = "SELECT 1 AS sign, * FROM added"
_REMOVED = "SELECT -1 AS sign, * FROM removed"
_CHANGES = {
    "insert": ("NEW TABLE AS added", _ADDED),
    "update": ("OLD TABLE AS removed NEW TABLE AS added", f"{_REMOVED} UNION ALL {_ADDED}"),
    "delete": ("OLD TABLE AS removed", _REMOVED),
}
"""By what is done to rows: what a trigger is shown of them, and what that adds to sums."""
_MONTH = "date_trunc('month', work_date::timestamp)::date"
_EVERY = 256
"""How many changes there are, in all accounts, to each that asks for its account's to be moved."""


def on_each_change(
    table: str, name: str, declared: str, body: Callable[[str, bool], str]
) -> Iterator[str]:
    """DDL of the triggers `name` of a table, which see all that a statement changed as a set, and of their functions.

    `body` makes statements of the query of what changed; it is told whether changes may cancel each other out, which those
    of an update do.
    """
    for verb, (tables, changes) in _CHANGES.items():
        yield f"""
CREATE FUNCTION {table}_{verb}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    {declared};
BEGIN
{body(changes, verb == "update")}
END $$
""".strip()
        yield f"""
CREATE TRIGGER {table}_{verb}_{name} AFTER {verb.upper()} ON {table} REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_{verb}_{name}()
""".strip()


@dataclass(frozen=True)
class KeptSums:
    """The sums `name` of the rows of `table` that `where` takes.

    `keys`: what they are kept by, and what that is of a row; `sums`: what is added up, each an aggregate over the changes,
    where `sign` is 1 for what came and -1 for what went. A row of the sums goes where the one that is `counted` is 0.
    `task`: the kind of the tasks that the database schedules, whose handler calls `compact`. `months`: by month as well.
    `each`: SQL of a join that makes parts of each row. `identity`: columns that tell the sums apart as their keys do.
    """

    table: str
    name: str
    task: str
    keys: Mapping[str, str]
    sums: Mapping[str, str]
    where: str = ""
    months: bool = False
    each: str = ""
    counted: str = "entries"
    identity: Sequence[str] = ()

    def triggers(self) -> Iterator[str]:
        """DDL for `new_metadata`."""
        return on_each_change(self.table, self.name, "asking bigint", self._append)

    async def compact(self, session: AsyncSession) -> None:
        """Move the changes that are committed into the sums by day, and month; those without entries go."""
        rows = await self._move.all(session)
        emptied = {row.work_date for row in rows if row[self.counted] == 0}
        for forget in self._forget if emptied else ():
            await forget.all(session, {"days": sorted(emptied)})

    def _append(self, changes: str, cancel_out: bool) -> str:
        """What does not change a sum is not appended; to look costs as much as the rest, so it is done where it can be."""
        aggregates = ", ".join(self.sums.values())
        numbers = ", ".join(str(number) for number in range(1, len(self.keys) + 1))
        where = f" WHERE {self.where}" if self.where else ""
        having = f" HAVING ({aggregates}) <> ({', '.join('0' for _ in self.sums)})"
        return f"""
    WITH appended AS (
        INSERT INTO {self.name}_changes ({", ".join((*self.keys, *self.sums))})
        SELECT {", ".join(self.keys.values())}, {aggregates} FROM ({changes}) changes {self.each}{where}
        GROUP BY {numbers}{having if cancel_out else ""}
        RETURNING id
    )
    SELECT max(id) INTO asking FROM appended WHERE id % {_EVERY} = 0;
    IF asking IS NOT NULL THEN
        INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
        VALUES ('{self.task}', asking::text, '{{}}', '{{}}', now());
    END IF;
    RETURN NULL;
""".strip("\n")

    @cached_property
    def _move(self) -> Statement:
        months = f"months AS ({self._adding('months', _MONTH)})," if self.months else ""
        return Statement(f"""
WITH moved AS (DELETE FROM {self.name}_changes RETURNING *), {months}
days AS ({self._adding("days", "work_date")})
SELECT * FROM days{" UNION ALL SELECT * FROM months" if self.months else ""}
""")

    def _adding(self, table: str, work_date: str) -> str:
        identity, names = ", ".join(self.identity or self.keys), ", ".join((*self.keys, *self.sums))
        columns = ", ".join(work_date if key == "work_date" else key for key in self.keys)
        numbers = ", ".join(str(number) for number in range(1, len(self.keys) + 1))
        added = ", ".join(f"sum({name})" for name in self.sums)
        return f"""
    INSERT INTO {self.name}_{table} AS known ({names})
    SELECT {columns}, {added} FROM moved GROUP BY {numbers} ORDER BY {numbers}
    ON CONFLICT (account_id, {identity}) DO UPDATE
        SET {", ".join(f"{name} = known.{name} + excluded.{name}" for name in self.sums)}
    RETURNING work_date, {self.counted}
"""

    @cached_property
    def _forget(self) -> list[Statement]:
        tables = ["days", "months"] if self.months else ["days"]
        return [
            Statement(f"""
DELETE FROM {self.name}_{table} WHERE work_date = ANY(CAST(:days AS date[])) AND {self.counted} = 0
""")
            for table in tables
        ]
