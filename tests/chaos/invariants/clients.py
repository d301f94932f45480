"""What a client was told is true: every acknowledged change is there, once."""

from collections import Counter
from collections.abc import Iterator

from tests.chaos.evidence import Evidence


def acknowledged_time_is_there(evidence: Evidence) -> Iterator[str]:
    """Each entry is as the last answer about it said."""
    told: dict[str, int | None] = {}
    for operation in evidence.history.operations:
        if operation.outcome == "ok" and operation.kind in ("record", "correct", "discard"):
            gone = operation.kind == "discard"
            told[operation.subject] = None if gone else operation.response["seconds"]
    statement = "SELECT id::text AS id, seconds FROM time_entries"
    stored = {row["id"]: row["seconds"] for row in evidence.rows("timer", statement)}
    for entry_id, seconds in told.items():
        if stored.get(entry_id) != seconds:
            yield f"entry {entry_id}: told {seconds} s, stored {stored.get(entry_id)} s"


def acknowledged_approvals_are_there(evidence: Evidence) -> Iterator[str]:
    """Each sheet that was approved is approved."""
    statement = "SELECT id::text AS id FROM timesheets WHERE state = 'approved'"
    approved = {row["id"] for row in evidence.rows("timer", statement)}
    for operation in evidence.history.ok("approve"):
        if operation.subject not in approved:
            yield f"sheet {operation.subject} was approved and is not"


def acknowledged_invoices_are_there(evidence: Evidence) -> Iterator[str]:
    """Each invoice that was issued has the number and the total that were answered; none was issued unasked."""
    stored = {str(invoice["id"]): invoice for invoice in evidence.invoices}
    asked = set[str]()
    for operation in evidence.history.operations:
        if operation.kind == "issue":
            asked.add(operation.subject)
    for operation in evidence.history.ok("issue"):
        invoice = stored.get(operation.subject)
        if invoice is None or invoice["number"] != operation.response["number"]:
            yield f"invoice {operation.response['number']} was issued: stored is {invoice}"
    if unasked := stored.keys() - asked:
        yield f"{len(unasked)} invoices were issued that nobody asked for"


def acknowledged_payments_are_there_once(evidence: Evidence) -> Iterator[str]:
    """A payment that was answered is recorded; one that was sent again is not recorded twice."""
    statement = "SELECT id::text AS id FROM payments"
    stored = {row["id"] for row in evidence.rows("invoicing", statement)}
    paid = [operation.response["id"] for operation in evidence.history.ok("pay")]
    for payment_id, times in Counter(paid).items():
        if times > 1 or payment_id not in stored:
            yield f"payment {payment_id} was answered {times} times"


def everybody_knows_what_became_of_it(evidence: Evidence) -> Iterator[str]:
    """With patience every request was answered."""
    for operation in evidence.history.operations:
        if operation.outcome == "unknown":
            yield f"{operation.kind} {operation.subject} was never answered"


CHECKS = (
    acknowledged_time_is_there,
    acknowledged_approvals_are_there,
    acknowledged_invoices_are_there,
    acknowledged_payments_are_there_once,
    everybody_knows_what_became_of_it,
)
