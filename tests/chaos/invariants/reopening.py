"""Time that was approved, reopened and approved again: billed as it was approved last, and no question left open."""

import json
from collections import Counter
from collections.abc import Iterator

from tests.chaos.evidence import Evidence

_WAITING = "SELECT id::text AS id FROM timesheets WHERE state = 'reopening'"
_AS_APPROVED = """
    SELECT e.id::text AS id, e.seconds, e.version FROM time_entries e
    JOIN timesheets s ON s.account_id = e.account_id AND s.id = e.timesheet_id
    WHERE s.state = 'approved' AND e.billable
"""
_BILLED = """
    SELECT c.entry_id::text AS id, sum(upper(c.seconds) - lower(c.seconds))::int AS seconds
    FROM claims c JOIN invoices i ON i.account_id = c.account_id AND i.id = c.invoice_id
    WHERE c.released_by IS NULL GROUP BY 1
"""
_CONTRADICTED = "SELECT entry_id::text AS id FROM refused_changes"


def no_sheet_waits_for_an_answer(evidence: Evidence) -> Iterator[str]:
    """When all is quiet, whoever asked for a sheet to be reopened has the answer."""
    for sheet in evidence.rows("timer", _WAITING):
        yield f"sheet {sheet['id']} is still reopening"


def every_question_has_one_answer(evidence: Evidence) -> Iterator[str]:
    """Each asking to reopen is answered once by invoicing, whatever was delivered twice."""
    asked, answered = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for event in evidence.events_of("timer.timesheet-reopening-asked.v1"):
        asked[_question(event.body)] += 1
    for event in evidence.events_of(
        "invoicing.reopening-granted.v1", "invoicing.reopening-refused.v1"
    ):
        answered[_question(event.body)] += 1
    if wrong := [one for one in asked | answered if asked[one] != answered[one]]:
        yield f"{len(wrong)} of {len(asked)} questions have no answer, or several: {wrong[:3]}"


def time_is_billed_as_it_was_approved(evidence: Evidence) -> Iterator[str]:
    """What invoices charge of an entry is what it was when it was approved last: no more, no less, no older form."""
    approved = {row["id"]: row for row in evidence.rows("timer", _AS_APPROVED)}
    for billed in evidence.rows("invoicing", _BILLED):
        entry = approved.get(billed["id"])
        if entry is None or billed["seconds"] != entry["seconds"]:
            yield f"{dict(billed)} is billed; approved is {dict(entry) if entry else None}"


def no_hours_contradict_an_invoice(evidence: Evidence) -> Iterator[str]:
    """Reopening leaves no approved hours that an invoice stands in the way of."""
    if contradicted := evidence.rows("invoicing", _CONTRADICTED):
        yield f"{len(contradicted)} entries were approved in another form than they are billed in"


def _question(body: bytes) -> tuple[str, int]:
    event = json.loads(body)
    return event["timesheet_id"], event["version"]


CHECKS = (
    no_sheet_waits_for_an_answer,
    every_question_has_one_answer,
    time_is_billed_as_it_was_approved,
    no_hours_contradict_an_invoice,
)
