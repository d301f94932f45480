"""The books: no second twice or lost, numbers without gaps, sums that add up, one running timer."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tests.chaos.evidence import Evidence
from tests.harness.accounts import unproved_series

_APPROVED = """
    SELECT e.id::text AS id, e.seconds FROM time_entries e
    JOIN timesheets s ON s.account_id = e.account_id AND s.id = e.timesheet_id
    WHERE s.state = 'approved' AND e.billable AND e.organization_id IS NOT NULL
"""
_KNOWN = "SELECT entry_id::text AS id, seconds FROM time_entries WHERE billable"
_CLAIMS = """
    SELECT entry_id::text AS id, invoice_id::text AS invoice, lower(seconds) AS first, upper(seconds) AS last
    FROM claims WHERE released_by IS NULL ORDER BY entry_id, lower(seconds)
"""
_OVERLAPS = """
    SELECT count(*) AS number FROM time_entries a JOIN time_entries b
        ON a.account_id = b.account_id AND a.agent_id = b.agent_id AND a.id < b.id AND a.exclusive AND b.exclusive
        AND tstzrange(a.started_at, a.ended_at) && tstzrange(b.started_at, b.ended_at)
"""
_TIMERS = """
    SELECT count(*) - count(DISTINCT (account_id, agent_id)) AS number FROM running_timers
"""
_LINES = """
    SELECT i.number, i.subtotal, i.tax, i.total,
        (SELECT sum(amount) FROM invoice_lines l WHERE l.account_id = i.account_id AND l.invoice_id = i.id) AS lines,
        (SELECT sum(tax) FROM invoice_taxes t WHERE t.account_id = i.account_id AND t.invoice_id = i.id) AS taxes
    FROM invoices i
"""


def approved_time_is_in_invoicing(evidence: Evidence) -> Iterator[str]:
    """Every approved billable second of timer is in invoicing, and no other."""
    approved = {row["id"]: row["seconds"] for row in evidence.rows("timer", _APPROVED)}
    known = {row["id"]: row["seconds"] for row in evidence.rows("invoicing", _KNOWN)}
    differing = {id_ for id_ in approved | known if approved.get(id_) != known.get(id_)}
    if differing:
        yield f"{len(differing)} entries differ between timer and invoicing"


def no_second_is_claimed_twice(evidence: Evidence) -> Iterator[str]:
    """Live claims of an entry do not overlap, whatever the constraint says."""
    end = defaultdict[str, int](int)
    for claim in evidence.rows("invoicing", _CLAIMS):
        if claim["first"] < end[claim["id"]]:
            yield f"entry {claim['id']} is claimed twice from second {claim['first']}"
        end[claim["id"]] = max(end[claim["id"]], claim["last"])


def every_second_is_in_one_bucket(evidence: Evidence) -> Iterator[str]:
    """The service's own report of conservation holds in every account."""
    for account in evidence.accounts:
        owner = evidence.system.client("owner", account=account.id)
        report = owner.get("/invoicing/v1/reports/conservation")
        if not report["holds"]:
            yield f"account {account.id}: {report}"


def timer_and_rates_know_what_was_billed(evidence: Evidence) -> Iterator[str]:
    """What invoices bill of each entry is what timer and rates were told."""
    claimed = Counter[str]()
    issued = {str(invoice["id"]) for invoice in evidence.invoices}
    for claim in evidence.rows("invoicing", _CLAIMS):
        if claim["invoice"] in issued:
            claimed[claim["id"]] += claim["last"] - claim["first"]
    published = Counter[str]()
    for event in evidence.events_of("invoicing.time-billed.v1"):
        for billed in json.loads(event.body)["ranges"]:
            published[billed["entry_id"]] += billed["end"] - billed["start"]
    if claimed != published:
        yield f"{len(claimed.keys() ^ published.keys())} entries differ between claims and events"


def numbers_have_no_gaps(evidence: Evidence) -> Iterator[str]:
    """Each series of each account is 1, 2, … n."""
    series = defaultdict[tuple[str, str], list[int]](list)
    for invoice in evidence.invoices:
        series[str(invoice["account_id"]), invoice["series"]].append(invoice["sequence"])
    for name, numbers in series.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"{name}: {sorted(numbers)}"


def chains_are_whole(evidence: Evidence) -> Iterator[str]:
    """The service's own proof of its numbering, hash by hash, holds."""
    for account in evidence.accounts:
        owner = evidence.system.client("owner", account=account.id)
        for series in unproved_series(owner):
            yield f"account {account.id}: {series}"


def lines_and_tax_add_up(evidence: Evidence) -> Iterator[str]:
    """Lines make the subtotal, taxes the tax, both the total."""
    for row in evidence.rows("invoicing", _LINES):
        if (row["lines"], row["taxes"] or 0, row["subtotal"] + row["tax"]) != (
            row["subtotal"],
            row["tax"],
            row["total"],
        ):
            yield f"invoice {row['number']}: {dict(row)}"


def balances_are_what_events_say(evidence: Evidence) -> Iterator[str]:
    """What is owed is the total without the payments that were published, with those that were reversed."""
    owed = {str(invoice["id"]): Decimal(invoice["total"]) for invoice in evidence.invoices}
    signs = {"invoicing.payment-recorded.v1": -1, "invoicing.payment-reversed.v1": 1}
    for event in evidence.events_of(*signs):
        body = json.loads(event.body)
        owed[body["invoice_id"]] += signs[event.type] * Decimal(body["amount"]["amount"])
    statement = (
        "SELECT invoice_id::text AS id, total - credited - allocated AS balance FROM balances"
    )
    for row in evidence.rows("invoicing", statement):
        if owed.get(row["id"]) != row["balance"]:
            yield f"invoice {row['id']}: {row['balance']} is owed, {owed.get(row['id'])} by its events"


def one_timer_runs_and_no_time_overlaps(evidence: Evidence) -> Iterator[str]:
    """At most one running timer per agent, no second of an agent twice."""
    for statement in (_TIMERS, _OVERLAPS):
        [found] = evidence.rows("timer", statement)
        if found["number"]:
            yield f"{found['number']} found by: {' '.join(statement.split())}"


CHECKS = (
    approved_time_is_in_invoicing,
    no_second_is_claimed_twice,
    every_second_is_in_one_bucket,
    timer_and_rates_know_what_was_billed,
    numbers_have_no_gaps,
    chains_are_whole,
    lines_and_tax_add_up,
    balances_are_what_events_say,
    one_timer_runs_and_no_time_overlaps,
)
