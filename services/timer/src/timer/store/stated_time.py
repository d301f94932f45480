"""What is approved, as other services should have it too."""

from contracts.statements import StatedTime
from database.stated_rows import StatedRows

APPROVED_TIME = StatedRows(
    """
    SELECT e.id AS entry_id, e.work_date AS day, e.version, e.seconds, e.billable, e.organization_id
    FROM time_entries e JOIN timesheets s ON s.account_id = e.account_id AND s.id = e.timesheet_id
    WHERE s.state IN ('approved', 'reopening')
    """,
    StatedTime.model_fields,
)
