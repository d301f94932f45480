"""Billing runs: how far they are, and what came of each customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select

from database import Session, Statement
from domain_errors import NotFoundError
from invoicing.domain.billing_runs import (
    BillingRun,
    CustomerIssuing,
    DraftState,
    Failure,
    Outcome,
    RunCounts,
    RunCustomer,
    RunDraft,
    RunState,
    RunSum,
    Schedule,
    state_of,
)
from invoicing.domain.left_out import LeftOut
from invoicing.store import accounts, drafts
from invoicing.store import billing_runs as store
from invoicing.store.drafts import OpenDraft
from invoicing.store.mapping import load_all
from invoicing.store.tables.billing_runs import BillingRunRow
from invoicing.store.tables.drafts import DraftRow

_CUSTOMERS = Statement("""
    SELECT k.*, coalesce(o.name, '') AS organization_name
    FROM billing_run_customers k LEFT JOIN organizations o ON o.organization_id = k.organization_id
    WHERE k.run_id = :run_id AND (CAST(:after AS uuid) IS NULL OR k.organization_id > :after)
        AND (CAST(:outcome AS text) IS NULL OR k.outcome = :outcome)
        AND (CAST(:attention AS bool) IS NULL OR :attention = (k.outcome = 'failed' OR k.left_out IS NOT NULL
            OR EXISTS (SELECT FROM billing_run_drafts b WHERE b.run_id = k.run_id
                AND b.organization_id = k.organization_id AND (b.issuing = 'failed' OR b.held_back <> '{}'))))
    ORDER BY k.organization_id LIMIT :limit
""")
_DRAFTS = Statement("""
    SELECT b.*, i.number, i.total AS issued_total
    FROM billing_run_drafts b LEFT JOIN LATERAL (
        SELECT x.number, x.total FROM invoices x WHERE x.account_id = b.account_id AND x.id = b.invoice_id) AS i ON true
    WHERE b.run_id = :run_id AND b.organization_id = ANY(CAST(:organization_ids AS uuid[]))
    ORDER BY b.organization_id, b.invoice_id
""")
_AS_FAILURE = TypeAdapter(Failure)
_AS_LEFT_OUT = TypeAdapter(tuple[LeftOut, ...])


@dataclass(frozen=True)
class RunView:
    """A run, how far it is, and what it drafted and issued in each currency."""

    run: BillingRun
    counts: RunCounts
    sums: Sequence[RunSum]

    @property
    def id(self) -> UUID:
        """The run's."""
        return self.run.id

    @property
    def state(self) -> RunState:
        """How far it is."""
        return state_of(self.run, self.counts)


@dataclass(frozen=True)
class RunCustomerFilter:
    """Which customers of a run are asked for; None is any. `attention`: those that a person has to look at."""

    outcome: Outcome | None = None
    attention: bool | None = None


async def list_runs(session: Session, *, before: UUID | None, limit: int) -> list[RunView]:
    """Runs, the newest first."""
    query = select(BillingRunRow).order_by(BillingRunRow.id.desc()).limit(limit)
    if before is not None:
        query = query.where(BillingRunRow.id < before)
    return await _view(session, [store.run_of(row) for row in await load_all(session, query)])


async def get_run(session: Session, run_id: UUID) -> RunView:
    """One run. Raises `NotFoundError`."""
    run = await store.load_run(session, run_id)
    if run is None:
        raise NotFoundError("billing run")
    [view] = await _view(session, [run])
    return view


async def _view(session: Session, runs: Sequence[BillingRun]) -> list[RunView]:
    tallies = await store.tally(session, [run.id for run in runs])
    return [RunView(run, *tallies[run.id]) for run in runs]


async def list_customers(
    session: Session, run_id: UUID, filters: RunCustomerFilter, *, after: UUID | None, limit: int
) -> list[RunCustomer]:
    """Customers of a run by id, with its drafts of them as they are now. Raises `NotFoundError`."""
    if await store.load_run(session, run_id) is None:
        raise NotFoundError("billing run")
    about = {
        "run_id": run_id,
        "after": after,
        "outcome": filters.outcome,
        "attention": filters.attention,
        "limit": limit,
    }
    rows = await _CUSTOMERS.all(session, about)
    found = await _drafts_of(session, run_id, [row["organization_id"] for row in rows])
    return [
        RunCustomer(
            row["organization_id"],
            row["organization_name"],
            row["outcome"],
            _failure(row["failure"]),
            _AS_LEFT_OUT.validate_python(row["left_out"] or ()),
            tuple(found.get(row["organization_id"], ())),
        )
        for row in rows
    ]


async def _drafts_of(
    session: Session, run_id: UUID, organization_ids: Sequence[UUID]
) -> dict[UUID, list[RunDraft]]:
    about = {"run_id": run_id, "organization_ids": organization_ids}
    rows = await _DRAFTS.all(session, about) if organization_ids else []
    unissued = [row["invoice_id"] for row in rows if row["number"] is None]
    loaded = await drafts.load_drafts(session, DraftRow.id.in_(unissued)) if unissued else []
    by_id = {one.draft.id: one for one in loaded}
    found: dict[UUID, list[RunDraft]] = {}
    for row in rows:
        made = _draft(row, by_id.get(row["invoice_id"]))
        found.setdefault(made.organization_id, []).append(made)
    return found


def _draft(row: Any, open_draft: OpenDraft | None) -> RunDraft:
    """A draft as it is now; one that is gone as it was made."""
    issued: bool = row["number"] is not None
    total = row["issued_total"] if issued else row["total"]
    return RunDraft(
        row["invoice_id"],
        row["organization_id"],
        row["currency"],
        open_draft.content.totals.total if open_draft else total,
        _state(row["issuing"], issued=issued, is_draft=open_draft is not None),
        open_draft.draft.version if open_draft else None,
        row["number"],
        tuple(row["held_back"]) if open_draft else (),
        _failure(row["failure"]) if open_draft else None,
    )


def _state(issuing: str | None, *, issued: bool, is_draft: bool) -> DraftState:
    if issued:
        return "issued"
    if not is_draft:
        return "discarded"
    states: dict[str | None, DraftState] = {"waiting": "issuing", "failed": "failed"}
    return states.get(issuing, "draft")


def _failure(stored: Any) -> Failure | None:
    return None if stored is None else _AS_FAILURE.validate_python(stored)


async def get_schedule(session: Session) -> tuple[Schedule, str]:
    """When the account bills by itself, and its time zone."""
    account = await accounts.load_account(session)
    return await store.load_schedule(session), account.settings.time_zone


async def get_issuing(session: Session, organization_id: UUID) -> CustomerIssuing:
    """What a customer says of issuing at once. Raises `NotFoundError`."""
    if organization_id not in await accounts.load_customers(session, [organization_id]):
        raise NotFoundError("organization")
    return await store.load_customer_issuing(session, organization_id)
