"""What the database keeps of time worked: the sums of `worked_changes` and `worked_days`, and the triggers that do."""

from database.kept_sums import NOTHING, KeptSums

KEYS = ("work_date", "agent_id", "organization_id", "project_id", "service_type_id")
"""What the sums are kept by."""
_ALWAYS = ("work_date", "agent_id")
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
WORKED = KeptSums(
    table="time_entries",
    name="worked",
    task="compact-worked-days",
    keys={key: key if key in _ALWAYS else f"coalesce({key}, '{NOTHING}')" for key in KEYS},
    sums={
        "entries": "sum(sign)",
        **{
            name: f"sum(CASE WHEN {condition} THEN sign * seconds ELSE 0 END)"
            for name, condition in _CONDITIONS.items()
        },
    },
)
