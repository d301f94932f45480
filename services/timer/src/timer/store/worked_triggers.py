"""The triggers that append to `worked_changes`, and now and then ask for them to be moved into `worked_days`."""

from collections.abc import Iterator

NOTHING = "00000000-0000-0000-0000-000000000000"
"""Stands for the customer, project or service type of time without one."""
COMPACT_WORKED = "compact-worked-days"
"""The kind of the tasks that the database schedules."""
KEYS = ("work_date", "agent_id", "organization_id", "project_id", "service_type_id")
"""What the sums are kept by."""
_CONDITIONS = {
    "seconds": "true",
    "billable_seconds": "billable",
    "submitted_seconds": "state = 'submitted'",
    "submitted_billable_seconds": "state = 'submitted' AND billable",
    "approved_seconds": "state IN ('approved', 'billed')",
    "approved_billable_seconds": "state IN ('approved', 'billed') AND billable",
    "billed_seconds": "state = 'billed'",
}
SUMS = ("entries", *_CONDITIONS)
"""What is added up."""
_EVERY = 256
"""How many changes there are, in all accounts, to each that asks for its account's to be moved."""

_ADDED = "SELECT 1 AS sign, * FROM added"
_REMOVED = "SELECT -1 AS sign, * FROM removed"
_CHANGES = {
    "insert": ("NEW TABLE AS added", _ADDED),
    "update": ("OLD TABLE AS removed NEW TABLE AS added", f"{_REMOVED} UNION ALL {_ADDED}"),
    "delete": ("OLD TABLE AS removed", _REMOVED),
}
_KEYS = ", ".join(
    key if key in ("work_date", "agent_id") else f"coalesce({key}, '{NOTHING}')" for key in KEYS
)
_SUMS = ", ".join(
    (
        "sum(sign)",
        *(f"sum(CASE WHEN {one} THEN sign * seconds ELSE 0 END)" for one in _CONDITIONS.values()),
    )
)


def _summing(verb: str, tables: str, changes: str) -> Iterator[str]:
    yield f"""
CREATE FUNCTION time_entries_{verb}_worked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asking bigint;
BEGIN
    WITH appended AS (
        INSERT INTO worked_changes ({", ".join((*KEYS, *SUMS))})
        SELECT {_KEYS}, {_SUMS} FROM ({changes}) changes
        GROUP BY 1, 2, 3, 4, 5 HAVING ({_SUMS}) <> ({", ".join("0" for _ in SUMS)})
        RETURNING id
    )
    SELECT max(id) INTO asking FROM appended WHERE id % {_EVERY} = 0;
    IF asking IS NOT NULL THEN
        INSERT INTO scheduled_tasks (kind, key, payload, headers, due_at)
        VALUES ('{COMPACT_WORKED}', asking::text, '{{}}', '{{}}', now());
    END IF;
    RETURN NULL;
END $$
""".strip()
    yield f"""
CREATE TRIGGER time_entries_{verb}_worked AFTER {verb.upper()} ON time_entries REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION time_entries_{verb}_worked()
""".strip()


WORKED_SUMS = tuple(
    statement
    for verb, (tables, changes) in _CHANGES.items()
    for statement in _summing(verb, tables, changes)
)
"""DDL for `new_metadata`."""
