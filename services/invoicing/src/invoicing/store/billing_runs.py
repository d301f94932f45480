"""Billing runs: who takes part, who is next, and what came of them.

Who works on a customer or a draft of a run locks its row and skips those that others have: so each is worked on once at a
time, and what a killed process had is free again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from database import Session, Statement
from invoicing.domain.attributes import attributes, build
from invoicing.domain.billing_runs import (
    BillingRun,
    ChosenDraft,
    CustomerIssuing,
    Failure,
    IssueRun,
    Issuing,
    MadeDraft,
    Outcome,
    RunCounts,
    RunRequest,
    RunSum,
    Schedule,
)
from invoicing.domain.invoice import DeliveryChannel
from invoicing.domain.left_out import LeftOut
from invoicing.store.expenses import BILLED_IN as EXPENSE_BILLED_IN
from invoicing.store.expenses import OPEN as READY_EXPENSE
from invoicing.store.held_back import IS_HELD_BACK
from invoicing.store.mapping import column_names, insert_sql, load_all, to_json, to_values
from invoicing.store.merged_time import NAMES
from invoicing.store.organization_locks import lock_alone
from invoicing.store.tables.billing_runs import (
    BillingRunDraftRow,
    BillingRunRow,
    BillingScheduleRow,
    CustomerIssuingRow,
)

FIRST = UUID(int=0)
"""Before all ids: a worker goes on behind the one it had last, not through all that were done before."""
# From the customers, each step by index (OFFSET 0 keeps it so): neither history nor other accounts are read.
_OPEN_TIME = """
    SELECT FROM time_entries e WHERE e.account_id = o.account_id AND e.organization_id = o.organization_id AND e.billable
        AND e.claimed_seconds < e.seconds AND e.work_date BETWEEN r.open_since AND r.last_day OFFSET 0
"""
_OPEN_SINCE = "CASE WHEN {earlier} THEN DATE '-infinity' ELSE {first_day} END"
_CHARGE_READY = """
    c.billable_from <= :today AND NOT c.cancelled AND (c.kind <> 'true-up' OR c.amount <> 0)
    AND c.first_day <= CAST({last_day} AS date) + CASE WHEN c.in_advance THEN 1 ELSE 0 END
    AND NOT EXISTS (SELECT FROM charge_claims b WHERE b.account_id = c.account_id AND b.charge_id = c.charge_id
        AND b.released_by IS NULL OFFSET 0)
"""
_CHARGES = f"""
    SELECT FROM agreement_charges c WHERE c.account_id = o.account_id AND c.organization_id = o.organization_id
        AND {_CHARGE_READY.format(last_day="r.last_day")} OFFSET 0
"""
_INVOICED_IN = (
    "coalesce(o.currency, (SELECT s.currency FROM account_settings s WHERE s.version > 0), 'DKK')"
)
"""What is spent in another currency waits for a rate: no draft is made for it alone."""
_EXPENSES = f"""
    SELECT FROM expenses e WHERE e.account_id = o.account_id AND e.organization_id = o.organization_id
        AND {READY_EXPENSE} AND e.spent_on <= r.last_day AND {EXPENSE_BILLED_IN} = {_INVOICED_IN} OFFSET 0
"""
# Whoever is merged into another is drafted as that one. Named customers stay in the run, whatever they have, and so do those
# who failed before.
_PLAN = Statement(f"""
    WITH r AS MATERIALIZED (
        SELECT *, {_OPEN_SINCE.format(earlier="earlier", first_day="first_day")} AS open_since
        FROM billing_runs WHERE id = :run_id
    ), open AS (
        SELECT DISTINCT coalesce(o.merged_into, o.organization_id) AS organization_id
        FROM r CROSS JOIN organizations o
        WHERE NOT r.named AND (EXISTS ({_OPEN_TIME}) OR EXISTS ({_CHARGES}) OR EXISTS ({_EXPENSES}))
        UNION SELECT organization_id FROM r CROSS JOIN billing_run_customers k
        WHERE k.run_id = r.id AND (r.named OR k.outcome IN ('failed', 'cancelled'))
    )
    INSERT INTO billing_run_customers AS known (run_id, organization_id)
    SELECT CAST(:run_id AS uuid), organization_id FROM open ORDER BY organization_id
    ON CONFLICT (account_id, run_id, organization_id) DO UPDATE SET outcome = 'waiting', failure = NULL
        WHERE known.outcome <> 'waiting'
""")
_NAME = Statement("""
    INSERT INTO billing_run_customers (run_id, organization_id)
    SELECT CAST(:run_id AS uuid), coalesce(o.merged_into, asked.id)
    FROM unnest(CAST(:organization_ids AS uuid[])) AS asked(id)
    LEFT JOIN organizations o ON o.organization_id = asked.id
    GROUP BY 2 ORDER BY 2
""")
_CHOOSE = Statement(f"""
    WITH chosen AS ({insert_sql(BillingRunDraftRow, "drafts", run_id="CAST(:run_id AS uuid)")})
    INSERT INTO billing_run_customers (run_id, organization_id, outcome)
    SELECT DISTINCT CAST(:run_id AS uuid), organization_id, 'drafted'
    FROM jsonb_to_recordset(CAST(:drafts AS jsonb)) AS drafts(organization_id uuid)
""")
_NEXT_CUSTOMER = Statement(f"""
    WITH next AS MATERIALIZED (
        SELECT organization_id FROM billing_run_customers WHERE run_id = :run_id AND outcome = 'waiting'
            AND organization_id > :after ORDER BY organization_id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    SELECT next.organization_id, s.issue AS customer_says, a.issue AS account_says, {lock_alone("next.organization_id")}
    FROM next LEFT JOIN customer_issuing s ON s.organization_id = next.organization_id
    LEFT JOIN billing_schedules a ON true
""")
_OPEN = f"""
    e.organization_id = :organization_id AND e.billable AND e.claimed_seconds < e.seconds
    AND e.work_date BETWEEN {_OPEN_SINCE.format(earlier=":earlier", first_day="CAST(:first_day AS date)")} AND :last_day
"""
# What is held back is open, and no draft begins with it.
_CURRENCIES = Statement(f"""
    SELECT currency, min(work_date) FILTER (WHERE NOT held_back) AS first_day FROM (
        SELECT e.currency, e.work_date, {IS_HELD_BACK} AS held_back FROM time_entries e WHERE {_OPEN}
            AND e.priced AND e.claimed_seconds + e.held_seconds < e.seconds
        UNION ALL SELECT c.currency, NULL, false FROM agreement_charges c
        WHERE c.organization_id = {NAMES} AND {_CHARGE_READY.format(last_day=":last_day")}
        UNION ALL SELECT {EXPENSE_BILLED_IN}, NULL, false
        FROM expenses e JOIN organizations o ON o.organization_id = :organization_id
        WHERE e.organization_id = {NAMES} AND {READY_EXPENSE} AND e.spent_on <= :last_day
            AND {EXPENSE_BILLED_IN} = {_INVOICED_IN}
    ) AS known GROUP BY currency ORDER BY currency
""")
_FIRST_OPEN_DAY = Statement(f"SELECT min(e.work_date) FROM time_entries e WHERE {_OPEN}")
_INSERT_DRAFTS = insert_sql(
    BillingRunDraftRow,
    "drafts",
    run_id="CAST(:run_id AS uuid)",
    organization_id="CAST(:organization_id AS uuid)",
)
_NOTE_CUSTOMER = Statement("""
    UPDATE billing_run_customers SET outcome = :outcome, failure = CAST(:failure AS jsonb), left_out = NULL
    WHERE run_id = :run_id AND organization_id = :organization_id AND outcome = 'waiting'
""")
_MADE = column_names(BillingRunDraftRow)
_NOTE_DRAFTED = Statement(f"""
    WITH made AS ({_INSERT_DRAFTS})
    UPDATE billing_run_customers SET outcome = 'drafted', failure = NULL, left_out = CAST(:left_out AS jsonb)
    WHERE run_id = :run_id AND organization_id = :organization_id AND outcome = 'waiting'
""")
_NOTE_NO_MORE = Statement("""
    UPDATE billing_run_customers k SET outcome = 'drafted'
    WHERE run_id = :run_id AND organization_id = :organization_id AND outcome = 'waiting' AND EXISTS (
        SELECT FROM billing_run_drafts d WHERE d.run_id = k.run_id AND d.organization_id = k.organization_id)
    RETURNING organization_id
""")
_NEXT_DRAFT = Statement("""
    SELECT invoice_id, asked_version, asked_by, issue_date, delivery FROM billing_run_drafts
    WHERE run_id = :run_id AND issuing = 'waiting' AND invoice_id > :after ORDER BY invoice_id LIMIT 1 FOR UPDATE SKIP LOCKED
""")
_NOTE_DRAFT = Statement("""
    UPDATE billing_run_drafts SET issuing = :issuing, failure = CAST(:failure AS jsonb)
    WHERE run_id = :run_id AND invoice_id = :invoice_id AND issuing = 'waiting'
""")
_CONCLUDE = Statement("""
    WITH waiting AS MATERIALIZED (
        SELECT EXISTS (SELECT FROM billing_run_customers k WHERE k.run_id = :run_id AND k.outcome = 'waiting')
            OR EXISTS (SELECT FROM billing_run_drafts d WHERE d.run_id = :run_id AND d.issuing = 'waiting') AS any
    ), ended AS (
        UPDATE billing_runs SET finished_at = :now FROM waiting
        WHERE id = :run_id AND finished_at IS NULL AND planned_at IS NOT NULL AND NOT waiting.any
    )
    SELECT NOT waiting.any FROM waiting
""")
_ASK_TO_ISSUE = Statement("""
    UPDATE billing_run_drafts r SET issuing = 'waiting', failure = NULL, asked_by = :by, issue_date = :issue_date,
        delivery = :delivery, asked_version = coalesce(named.version, d.version)
    FROM (
        SELECT * FROM unnest(CAST(:invoice_ids AS uuid[]), CAST(:versions AS int[])) AS given(invoice_id, version)
        UNION ALL SELECT invoice_id, NULL FROM billing_run_drafts WHERE run_id = :run_id AND :every
    ) AS named, drafts d
    WHERE r.run_id = :run_id AND r.invoice_id = named.invoice_id AND d.account_id = r.account_id
        AND d.id = r.invoice_id AND r.issuing IS DISTINCT FROM 'waiting'
    RETURNING r.invoice_id
""")
_CANCEL_CUSTOMERS = Statement("""
    UPDATE billing_run_customers SET outcome = 'cancelled' WHERE run_id = :run_id AND organization_id IN (
        SELECT organization_id FROM billing_run_customers WHERE run_id = :run_id AND outcome = 'waiting'
        FOR UPDATE SKIP LOCKED)
""")
_CANCEL_DRAFTS = Statement("""
    UPDATE billing_run_drafts SET issuing = NULL WHERE run_id = :run_id AND invoice_id IN (
        SELECT invoice_id FROM billing_run_drafts WHERE run_id = :run_id AND issuing = 'waiting'
        FOR UPDATE SKIP LOCKED)
""")
_COUNTS = Statement("""
    SELECT run_id, count(*) FILTER (WHERE outcome = 'waiting') AS waiting,
        count(*) FILTER (WHERE outcome = 'drafted') AS drafted,
        count(*) FILTER (WHERE outcome = 'nothing') AS nothing,
        count(*) FILTER (WHERE outcome = 'failed') AS failed,
        count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled,
        count(*) FILTER (WHERE outcome = 'drafted' AND left_out IS NOT NULL) AS attention
    FROM billing_run_customers WHERE run_id = ANY(CAST(:run_ids AS uuid[])) GROUP BY run_id
""")
_DRAFTS = Statement("""
    SELECT run_id, currency, count(*) FILTER (WHERE draft) AS drafts, count(invoiced) AS issued,
        count(*) FILTER (WHERE draft AND issuing = 'waiting') AS issuing,
        count(*) FILTER (WHERE draft AND issuing = 'failed') AS refused,
        count(*) FILTER (WHERE invoiced IS NULL AND NOT draft) AS discarded,
        sum(coalesce(invoiced, total)) FILTER (WHERE invoiced IS NOT NULL OR draft) AS drafted_sum,
        coalesce(sum(invoiced), 0) AS issued_sum
    FROM (
        SELECT b.*, i.total AS invoiced, i.total IS NULL AND EXISTS (SELECT FROM drafts d
            WHERE d.account_id = b.account_id AND d.id = b.invoice_id OFFSET 0) AS draft
        FROM billing_run_drafts b LEFT JOIN LATERAL (SELECT x.total FROM invoices x
            WHERE x.account_id = b.account_id AND x.id = b.invoice_id OFFSET 0) AS i ON true
        WHERE b.run_id = ANY(CAST(:run_ids AS uuid[]))
    ) AS b GROUP BY run_id, currency ORDER BY run_id, currency
""")


@dataclass(frozen=True)
class NextCustomer:
    """A customer whom this transaction has to itself; what they and the account say of issuing at once."""

    organization_id: UUID
    customer_says: Issuing | None
    account_says: Issuing | None


@dataclass(frozen=True)
class NextDraft:
    """A draft that this transaction is to issue, as it was asked for."""

    invoice_id: UUID
    asked_version: int
    asked_by: str
    issue_date: date | None
    delivery: DeliveryChannel


async def insert_run(session: Session, run: BillingRun, *, once: bool = False) -> bool:
    """Write a new run with the customers that it names; `once`: unless the month's run began by itself before."""
    values = to_values(BillingRunRow, run, currencies=list(run.currencies))
    statement = upsert(BillingRunRow).values({**values, "named": bool(run.organization_ids)})
    if once:
        statement = statement.on_conflict_do_nothing()
    made = await session.scalar(statement.returning(BillingRunRow.id))
    if made and run.organization_ids:
        about = {"run_id": run.id, "organization_ids": list(run.organization_ids)}
        await _NAME.all(session, about)
    return made is not None


async def insert_chosen(session: Session, run_id: UUID, drafts: Sequence[ChosenDraft]) -> None:
    """Write which drafts a run is to issue, and whose they are."""
    rows = to_json([attributes(_MADE, one) for one in drafts])
    await _CHOOSE.all(session, {"run_id": run_id, "drafts": rows})


async def load_run(session: Session, run_id: UUID, *, lock: bool = False) -> BillingRun | None:
    """A run; with `lock`, nobody else asks something of it until the transaction ends."""
    query = select(BillingRunRow).where(BillingRunRow.id == run_id)
    rows = await load_all(session, query.with_for_update() if lock else query)
    return run_of(rows[0]) if rows else None


def run_of(row: BillingRunRow) -> BillingRun:
    """The run of a row; the customers that it names are in rows of their own."""
    return build(BillingRun, row, currencies=tuple(row.currencies))


async def update_run(session: Session, run: BillingRun) -> None:
    """Write how far a run is, and its version, which progress does not change."""
    names = "version", "planned_at", "finished_at", "cancelled_at", "cancelled_by"
    statement = update(BillingRunRow).where(BillingRunRow.id == run.id)
    await session.execute(statement.values({name: getattr(run, name) for name in names}))


async def plan(session: Session, run_id: UUID, *, today: date) -> None:
    """Let all who have something to bill wait for their turn, those too who had it before."""
    await _PLAN.all(session, {"run_id": run_id, "today": today})


async def next_customer(session: Session, run_id: UUID, after: UUID = FIRST) -> NextCustomer | None:
    """Lock the next customer behind one, and their billable time; None: all had their turn, or somebody has them."""
    row = await _NEXT_CUSTOMER.first(session, {"run_id": run_id, "after": after})
    return None if row is None else build(NextCustomer, row)


async def currencies_of(
    session: Session, organization_id: UUID, run: RunRequest, *, today: date
) -> dict[str, date]:
    """The currencies in which a customer has something that can be billed now, and from which day on."""
    about = {**_open_in(run, organization_id), "today": today}
    assert run.first_day
    return {
        row["currency"]: min(run.first_day, row["first_day"] or run.first_day)
        for row in await _CURRENCIES.all(session, about)
    }


async def first_open_day(session: Session, organization_id: UUID, run: RunRequest) -> date:
    """From which day on a customer has time in the run that is not billed."""
    found = await _FIRST_OPEN_DAY.scalar(session, _open_in(run, organization_id))
    assert run.first_day
    return min(run.first_day, found or run.first_day)


def _open_in(run: RunRequest, organization_id: UUID) -> dict[str, Any]:
    about = {name: getattr(run, name) for name in ("first_day", "last_day", "earlier")}
    return {**about, "organization_id": organization_id}


async def note_customer(
    session: Session,
    run_id: UUID,
    organization_id: UUID,
    outcome: Outcome,
    failure: Failure,
) -> None:
    """Write why a customer who waited has no draft."""
    values = {
        "run_id": run_id,
        "organization_id": organization_id,
        "outcome": outcome,
        "failure": _json(failure),
    }
    await _NOTE_CUSTOMER.all(session, values)


async def note_no_more(session: Session, run_id: UUID, organization_id: UUID) -> bool:
    """Leave a customer who waited as they are with the run's drafts of them; False: the run has none."""
    about = {"run_id": run_id, "organization_id": organization_id}
    return bool(await _NOTE_NO_MORE.all(session, about))


async def note_drafted(
    session: Session,
    run_id: UUID,
    organization_id: UUID,
    drafts: Sequence[MadeDraft],
    left_out: Sequence[LeftOut],
) -> None:
    """Write the drafts that were made for a customer who waited, and what should be on them and is not."""
    values = {
        "run_id": run_id,
        "organization_id": organization_id,
        "drafts": to_json([attributes(_MADE, one) for one in drafts]),
        "left_out": _json(left_out),
    }
    await _NOTE_DRAFTED.all(session, values)


async def next_draft(session: Session, run_id: UUID, after: UUID = FIRST) -> NextDraft | None:
    """Lock the next draft behind one that is to be issued; None: there is none, or somebody has it."""
    row = await _NEXT_DRAFT.first(session, {"run_id": run_id, "after": after})
    return None if row is None else build(NextDraft, row)


async def note_draft(
    session: Session, run_id: UUID, invoice_id: UUID, failure: Failure | None = None
) -> None:
    """Write what came of issuing a draft."""
    values = {
        "run_id": run_id,
        "invoice_id": invoice_id,
        "issuing": "failed" if failure else "issued",
        "failure": _json(failure),
    }
    await _NOTE_DRAFT.all(session, values)


async def conclude(session: Session, run_id: UUID, now: datetime) -> bool:
    """End the run, unless somebody in it waits; whether nobody does."""
    nobody: bool = await _CONCLUDE.scalar(session, {"run_id": run_id, "now": now})
    return nobody


async def ask_to_issue(session: Session, run: BillingRun, asked: IssueRun, *, by: str) -> set[UUID]:
    """Let drafts wait to be issued, all of the run or those named; returns which of them are drafts."""
    values = {
        "run_id": run.id,
        "by": by,
        "issue_date": asked.issue_date,
        "delivery": asked.delivery or run.delivery,
        "invoice_ids": [one.invoice_id for one in asked.drafts],
        "versions": [one.version for one in asked.drafts],
        "every": not asked.drafts,
    }
    return {row["invoice_id"] for row in await _ASK_TO_ISSUE.all(session, values)}


async def cancel_waiting(session: Session, run_id: UUID) -> None:
    """Let nobody wait any more, but for those that a worker has at the moment: they are done."""
    await _CANCEL_CUSTOMERS.all(session, {"run_id": run_id})
    await _CANCEL_DRAFTS.all(session, {"run_id": run_id})


async def tally(
    session: Session, run_ids: Collection[UUID]
) -> dict[UUID, tuple[RunCounts, list[RunSum]]]:
    """How far runs are, and what they drafted and issued by currency; what was discarded is in no sum."""
    about = {"run_ids": list(run_ids)}
    counts = {row["run_id"]: build(RunCounts, row) for row in await _COUNTS.all(session, about)}
    sums: dict[UUID, list[RunSum]] = {}
    for row in await _DRAFTS.all(session, about):
        run_id = row["run_id"]
        counts[run_id] = counts[run_id].with_drafts(dict(row))
        if row["drafted_sum"] is not None:
            one = RunSum(row["currency"], row["drafted_sum"], row["issued_sum"])
            sums.setdefault(run_id, []).append(one)
    return {one: (counts.get(one, RunCounts()), sums.get(one, [])) for one in run_ids}


def _json(told: Failure | Sequence[LeftOut] | None) -> str | None:
    return pydantic_core.to_json(told).decode() if told else None


async def load_schedule(session: Session) -> Schedule:
    """When the account bills by itself; never, where nothing was set."""
    rows = await load_all(session, select(BillingScheduleRow))
    return build(Schedule, rows[0]) if rows else Schedule()


async def save_schedule(session: Session, schedule: Schedule, *, by: str, now: datetime) -> None:
    """Write when the account bills by itself."""
    values = to_values(BillingScheduleRow, schedule, changed_by=by, changed_at=now)
    statement = upsert(BillingScheduleRow).values(values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=values)
    )


async def save_customer_issuing(
    session: Session, organization_id: UUID, said: CustomerIssuing, *, by: str, now: datetime
) -> None:
    """Write what a customer says of issuing at once."""
    values = to_values(CustomerIssuingRow, said, changed_by=by, changed_at=now)
    statement = upsert(CustomerIssuingRow).values(organization_id=organization_id, **values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id", "organization_id"], set_=values
        )
    )


async def load_customer_issuing(session: Session, organization_id: UUID) -> CustomerIssuing:
    """What a customer says of issuing at once."""
    query = select(CustomerIssuingRow).where(CustomerIssuingRow.organization_id == organization_id)
    rows = await load_all(session, query)
    return build(CustomerIssuing, rows[0]) if rows else CustomerIssuing()
