"""The triggers that keep the sums of `timer.store.tables.logged`, and tell of budgets that are used up."""

from collections.abc import Iterator

from timer.budget import WHOLE_PROJECT
from timer.time_span import LONGEST_SECONDS

NO_TASK = "00000000-0000-0000-0000-000000000000"
"""Stands for a task where time is logged on the project itself."""
TELL_BUDGET = "tell-budget-reached"
"""The kind of the tasks that the database schedules."""
PERIOD = f"""CASE p.budget_period WHEN 'month' THEN date_trunc('month', {{day}}::timestamp)::date
    ELSE DATE '{WHOLE_PROJECT}' END"""
"""The first day of the budget period of project `p` that `{day}` is in."""

_ADDED = "SELECT 1 AS sign, * FROM added"
_REMOVED = "SELECT -1 AS sign, * FROM removed"
_CHANGES = {
    "insert": ("NEW TABLE AS added", _ADDED),
    "update": (
        "OLD TABLE AS removed NEW TABLE AS added",
        f"{_REMOVED} UNION ALL {_ADDED}",
    ),
    "delete": ("OLD TABLE AS removed", _REMOVED),
}
"""By what is done to entries: what the trigger is shown of them, and what it adds to the sums."""


SUMS_LATER = "honorar.sums_later"
"""`on` in a transaction that writes for long: it adds to the sums, and locks them, by `sum_time_entries` at its end."""


def _summing(verb: str, tables: str, changes: str) -> Iterator[str]:
    yield f"""
CREATE FUNCTION time_entries_{verb}_summed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    spent record;
BEGIN
    IF current_setting('{SUMS_LATER}', true) = 'on' THEN
        RETURN NULL;
    END IF;
{_add_up(changes, leave="RETURN NULL")}
END $$
""".strip()
    yield f"""
CREATE TRIGGER time_entries_{verb}_summed AFTER {verb.upper()} ON time_entries REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_{verb}_summed()
""".strip()


def _summing_later() -> str:
    """For entries that were added while `SUMS_LATER` was on."""
    changes = "SELECT 1 AS sign, e.* FROM time_entries e WHERE e.id = ANY(ids)"
    return f"""
CREATE FUNCTION sum_time_entries(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    spent record;
BEGIN
{_add_up(changes, leave="RETURN")}
END $$
""".strip()


def _add_up(changes: str, *, leave: str) -> str:
    """A budget is locked before it is read, so that one who gives a project a budget waits for time that was not counted.

    Time that a timer measured is never refused: it was worked. Neither it nor what was imported fills a day too much.
    Whoever writes entries holds their sheet, so that the sum of a day is not written at the same time.
    """
    return f"""
    IF EXISTS (
        SELECT FROM (
            SELECT agent_id, work_date FROM ({changes}) changes WHERE NOT capped GROUP BY 1, 2
            HAVING sum(sign * seconds) > 0 AND bool_or(sign = 1 AND NOT measured AND source IS NULL)
        ) grown
        WHERE (
            SELECT sum(seconds) FROM time_entries e
            WHERE e.agent_id = grown.agent_id AND e.work_date = grown.work_date AND NOT e.capped
        ) > {LONGEST_SECONDS}
    ) THEN
        RAISE check_violation USING CONSTRAINT = 'time_entries_day', TABLE = 'time_entries',
            MESSAGE = 'the day has more than 24 hours of work';
    END IF;
    INSERT INTO logged_days AS known (project_id, task_id, agent_id, work_date, seconds)
    SELECT project_id, coalesce(task_id, '{NO_TASK}'), agent_id, work_date, sum(sign * seconds)
    FROM ({changes}) changes WHERE project_id IS NOT NULL
    GROUP BY 1, 2, 3, 4 HAVING sum(sign * seconds) <> 0 ORDER BY 1, 2, 3, 4
    ON CONFLICT (account_id, project_id, task_id, agent_id, work_date)
        DO UPDATE SET seconds = known.seconds + excluded.seconds;
    IF NOT FOUND THEN
        {leave};
    END IF;
    PERFORM FROM projects WHERE id IN (SELECT project_id FROM ({changes}) changes) ORDER BY id FOR KEY SHARE;
    FOR spent IN
        WITH counted AS (
            INSERT INTO spent_budgets AS known (project_id, first_day, seconds)
            SELECT p.id, {PERIOD.format(day="work_date")}, sum(sign * seconds)
            FROM ({changes}) changes JOIN projects p ON p.id = changes.project_id
            WHERE p.budget_seconds IS NOT NULL
            GROUP BY 1, 2 HAVING sum(sign * seconds) <> 0 ORDER BY 1, 2
            ON CONFLICT (account_id, project_id, first_day)
                DO UPDATE SET seconds = known.seconds + excluded.seconds
            RETURNING *
        )
        SELECT c.project_id, c.first_day FROM counted c JOIN projects p ON p.id = c.project_id
        WHERE p.overspend = 'refuse' AND c.seconds > p.budget_seconds
    LOOP
        IF (
            SELECT sum(sign * seconds) > 0 AND bool_or(sign = 1 AND NOT measured)
            FROM ({changes}) changes JOIN projects p ON p.id = changes.project_id
            WHERE p.id = spent.project_id AND {PERIOD.format(day="work_date")} = spent.first_day
        ) THEN
            RAISE check_violation USING CONSTRAINT = 'project_budget', TABLE = 'time_entries',
                MESSAGE = 'the budget of the project is used up';
        END IF;
    END LOOP;
    {leave};
""".strip("\n")


_TELL = f"""
CREATE FUNCTION spent_budgets_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
    SELECT '{TELL_BUDGET}', concat_ws(' ', p.id, NEW.first_day, p.budget_seconds, percent),
        jsonb_build_object('project_id', p.id, 'first_day', NEW.first_day, 'percent', percent,
            'budget_seconds', p.budget_seconds, 'logged_seconds', NEW.seconds), '{{}}', now()
    FROM projects p, unnest(ARRAY[80, 100]) percent
    WHERE p.id = NEW.project_id AND percent > NEW.reached AND NEW.seconds * 100 >= p.budget_seconds * percent
    ORDER BY percent
    ON CONFLICT (kind, account_id, key) DO NOTHING;
    UPDATE spent_budgets s SET reached = told.percent
    FROM (
        SELECT CASE WHEN NEW.seconds >= p.budget_seconds THEN 100 ELSE 80 END AS percent FROM projects p
        WHERE p.id = NEW.project_id AND NEW.seconds * 100 >= p.budget_seconds * 80
    ) told
    WHERE s.project_id = NEW.project_id AND s.first_day = NEW.first_day AND told.percent > s.reached;
    RETURN NULL;
END $$
""".strip()
_TELLS = (
    "CREATE TRIGGER spent_budgets_told AFTER INSERT OR UPDATE OF seconds ON spent_budgets\n"
    "    FOR EACH ROW EXECUTE FUNCTION spent_budgets_told()"
)

LOGGED_SUMS = (
    *(
        statement
        for verb, (tables, changes) in _CHANGES.items()
        for statement in _summing(verb, tables, changes)
    ),
    _summing_later(),
    _TELL,
    _TELLS,
)
"""DDL for `new_metadata`."""
