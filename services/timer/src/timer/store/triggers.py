"""The triggers that keep the sums of `timer.store.tables.logged`, and tell of budgets that are used up."""

from database.kept_sums import NOTHING, on_each_change
from timer.budget import THRESHOLDS, WHOLE_PROJECT
from timer.time_span import LONGEST_SECONDS

TELL_BUDGET = "tell-budget-reached"
"""The kind of the tasks that the database schedules."""
PERIOD = f"""CASE p.budget_period WHEN 'month' THEN date_trunc('month', {{day}}::timestamp)::date
    ELSE DATE '{WHOLE_PROJECT}' END"""
"""The first day of the budget period of project `p` that `{day}` is in."""
IMPORT = "honorar.import"
"""The id of the import whose transaction it is. It has sums of its own, which nobody waits for, and uses up budgets at its
end, by `spend_budgets`."""


def _add_up(changes: str, _: bool) -> str:
    """Neither time that a timer measured nor what was imported fills a day too much.

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
    INSERT INTO logged_days AS known (project_id, task_id, agent_id, work_date, import_id, seconds)
    SELECT project_id, coalesce(task_id, '{NOTHING}'), agent_id, work_date, importing, sum(sign * seconds)
    FROM ({changes}) changes WHERE project_id IS NOT NULL
    GROUP BY 1, 2, 3, 4 HAVING sum(sign * seconds) <> 0 ORDER BY 1, 2, 3, 4
    ON CONFLICT (account_id, project_id, task_id, agent_id, work_date, import_id)
        DO UPDATE SET seconds = known.seconds + excluded.seconds;
    IF NOT FOUND OR importing <> '{NOTHING}' THEN
        RETURN NULL;
    END IF;
{_spend(changes)}
    RETURN NULL;
""".strip("\n")


def _spend(changes: str) -> str:
    """A budget is locked before it is read, so that one who gives a project a budget waits for time that was not counted.

    Time that a timer measured is never refused: it was worked.
    """
    return f"""
    SELECT count(budget_seconds) AS budgets INTO spent FROM (
        SELECT budget_seconds FROM projects WHERE id IN (SELECT project_id FROM ({changes}) changes)
        ORDER BY id FOR KEY SHARE
    ) locked;
    IF spent.budgets > 0 THEN
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
    END IF;
""".strip("\n")


def _spending() -> str:
    """For what an import adds up by project and month."""
    changes = """SELECT 1 AS sign, false AS measured, * FROM unnest(worked_on, months, worked)
        AS given (project_id, work_date, seconds)"""
    return f"""
CREATE FUNCTION spend_budgets(worked_on uuid[], months date[], worked bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    spent record;
BEGIN
{_spend(changes)}
END $$
""".strip()


_MOST, _ALL = THRESHOLDS
_TELL = f"""
CREATE FUNCTION spent_budgets_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
    SELECT '{TELL_BUDGET}', concat_ws(' ', p.id, NEW.first_day, p.budget_seconds, percent),
        jsonb_build_object('project_id', p.id, 'first_day', NEW.first_day, 'percent', percent,
            'budget_seconds', p.budget_seconds, 'logged_seconds', NEW.seconds), '{{}}', now()
    FROM projects p, unnest(ARRAY[{_MOST}, {_ALL}]) percent
    WHERE p.id = NEW.project_id AND percent > NEW.reached AND NEW.seconds * 100 >= p.budget_seconds * percent
    ORDER BY percent
    ON CONFLICT (kind, account_id, key) DO NOTHING;
    UPDATE spent_budgets s SET reached = told.percent
    FROM (
        SELECT CASE WHEN NEW.seconds >= p.budget_seconds THEN {_ALL} ELSE {_MOST} END AS percent FROM projects p
        WHERE p.id = NEW.project_id AND NEW.seconds * 100 >= p.budget_seconds * {_MOST}
    ) told
    WHERE s.project_id = NEW.project_id AND s.first_day = NEW.first_day AND told.percent > s.reached;
    RETURN NULL;
END $$
""".strip()
_TELLS = (
    "CREATE TRIGGER spent_budgets_told AFTER INSERT OR UPDATE OF seconds ON spent_budgets\n"
    "    FOR EACH ROW EXECUTE FUNCTION spent_budgets_told()"
)

_DECLARED = f"""spent record;
    importing uuid := coalesce(nullif(current_setting('{IMPORT}', true), ''), '{NOTHING}')"""

LOGGED_SUMS = (
    *on_each_change("time_entries", "summed", _DECLARED, _add_up),
    _spending(),
    _TELL,
    _TELLS,
)
"""DDL for `new_metadata`."""
