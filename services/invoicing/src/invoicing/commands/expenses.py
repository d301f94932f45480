"""Record expenses, approve or reject them, say how they are billed, and put them on drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from domain_errors import ForbiddenError, InvalidInputError, NotFoundError, check_version
from invoicing.commands.edit import open_draft
from invoicing.domain.account import Account
from invoicing.domain.draft import Draft
from invoicing.domain.errors import ExpenseBilledError, UnknownCustomerError
from invoicing.domain.expenses import (
    Actor,
    Decision,
    Expense,
    ExpenseBilling,
    ExpenseCategory,
    ExpenseClaim,
    ExpenseFacts,
    ExpenseLines,
    expense_lines,
    expenses_not_ready,
    new_expense,
    with_expenses,
)
from invoicing.domain.lines import Line
from invoicing.queries.views import InvoiceView, view_draft
from invoicing.store import accounts, drafts, expenses


@dataclass(frozen=True)
class ChosenExpenses:
    """Lines of expenses for a draft, and what they charge."""

    lines: Sequence[Line] = ()
    claims: Sequence[ExpenseClaim] = ()

    def on(self, draft: Draft) -> Draft:
        """The draft with the lines."""
        return with_expenses(draft, self.lines) if self.lines else draft


NO_EXPENSES = ChosenExpenses()


async def record_expense(
    session: Session, expense_id: UUID, facts: ExpenseFacts, actor: Actor, *, now: datetime
) -> Expense:
    """Write down what somebody spent. Raises `UnknownCustomerError`, `InvalidInputError`, `ForbiddenError`."""
    facts = _of_actor(facts, actor)
    mark_up = await _check_named(session, facts)
    expense = new_expense(expense_id, facts, mark_up.mark_up, by=actor.subject, now=now)
    await expenses.insert_expense(session, expense)
    await expenses.note(session, expense.id, "recorded", by=actor.subject, now=now)
    return expense


async def change_expense(
    session: Session,
    expense_id: UUID,
    facts: ExpenseFacts,
    actor: Actor,
    *,
    expected: int,
    now: datetime,
) -> Expense:
    """Say something else of an expense; a manager is asked again. Raises `ExpenseBilledError`."""
    found = await _lock(session, expense_id, expected, actor)
    actor.check_changes(found)
    facts = _of_actor(facts, actor)
    category = await _check_named(session, facts, before=found)
    changed = found.with_facts(facts, category.mark_up)
    await expenses.update_expense(session, changed)
    await expenses.note(session, expense_id, "changed", by=actor.subject, now=now)
    return changed


async def change_billing(
    session: Session,
    expense_id: UUID,
    billing: ExpenseBilling,
    actor: Actor,
    *,
    expected: int,
    now: datetime,
) -> Expense:
    """Say how an expense is billed. Raises `ExpenseBilledError`, `InvalidInputError`."""
    found = await _lock(session, expense_id, expected, actor)
    changed = found.with_billing(billing)
    await expenses.update_expense(session, changed)
    await expenses.note(session, expense_id, "billing-changed", by=actor.subject, now=now)
    return changed


async def delete_expense(
    session: Session, expense_id: UUID, actor: Actor, *, expected: int, now: datetime
) -> None:
    """Delete an expense that was never on an issued invoice, with its receipts. Raises `ExpenseBilledError`."""
    found = await _lock(session, expense_id, expected, actor)
    actor.check_changes(found)
    if await expenses.was_billed(session, expense_id):
        raise ExpenseBilledError("it is on a draft, or was on an issued invoice")
    await expenses.delete_expense(session, expense_id)
    said = f"{found.currency} {found.amount}: {found.description}"
    await expenses.note(session, expense_id, "deleted", said, by=actor.subject, now=now)


async def decide(
    session: Session,
    expense_id: UUID,
    decision: Decision,
    actor: Actor,
    *,
    reason: str = "",
    expected: int,
    now: datetime,
) -> Expense:
    """Approve an expense, or reject it with a reason. Raises `ForbiddenError`, `ExpenseBilledError`."""
    found = await _lock(session, expense_id, expected, actor)
    return await _decide(session, found, decision, actor, reason=reason, now=now)


async def approve_all(
    session: Session, versions: Mapping[UUID, int], actor: Actor, *, now: datetime
) -> list[Expense]:
    """Approve several expenses, all or none, each as it was read."""
    found = await expenses.lock_expenses(session, versions)
    approved = []
    for expense_id, expected in versions.items():
        if expense_id not in found:
            raise NotFoundError("expense")
        check_version(expected, found[expense_id].version)
        approved.append(await _decide(session, found[expense_id], "approved", actor, now=now))
    return approved


async def _decide(
    session: Session,
    found: Expense,
    decision: Decision,
    actor: Actor,
    *,
    reason: str = "",
    now: datetime,
) -> Expense:
    actor.check_decides(found)
    decided = found.decided(decision, reason)
    await expenses.update_expense(session, decided)
    await expenses.note(session, found.id, decision, reason, by=actor.subject, now=now)
    return decided


async def _lock(session: Session, expense_id: UUID, expected: int, actor: Actor) -> Expense:
    found = await expenses.load_expense(session, expense_id, lock=True)
    if found is None:
        raise NotFoundError("expense")
    actor.check_sees(found)
    check_version(expected, found.version)
    return found


def _of_actor(facts: ExpenseFacts, actor: Actor) -> ExpenseFacts:
    """Whose it is: the caller's, unless another is named by who may."""
    if not actor.only_own:
        return replace(facts, agent_id=facts.agent_id or actor.agent_id)
    if actor.agent_id is None:
        raise ForbiddenError("the caller is no agent of the account")
    if facts.agent_id not in (None, actor.agent_id):
        raise ForbiddenError("only a manager or who bills records another's expenses")
    return replace(facts, agent_id=actor.agent_id)


_NO_CATEGORY = ExpenseCategory(UUID(int=0), 0, "")


async def _check_named(
    session: Session, facts: ExpenseFacts, before: Expense | None = None
) -> ExpenseCategory:
    """The category; refuses customers and categories that are not there, and retired ones unless it had them before."""
    if await accounts.load_customer(session, facts.organization_id) is None:
        raise UnknownCustomerError
    if facts.category_id is None:
        return _NO_CATEGORY
    category = await expenses.load_category(session, facts.category_id)
    if category is None:
        raise InvalidInputError("category_id", "is no category of this account")
    if category.retired and (before is None or before.category_id != category.id):
        raise InvalidInputError("category_id", "is retired")
    return category


async def create_category(session: Session, category: ExpenseCategory, *, now: datetime) -> None:
    """Add a category. Raises `InvalidInputError` for a tax code that is none."""
    await _check_tax(session, category, now)
    await expenses.insert_category(session, category)


async def change_category(
    session: Session, category: ExpenseCategory, *, expected: int, now: datetime
) -> ExpenseCategory:
    """Say something else of a category; expenses that are recorded keep their mark-up."""
    found = await expenses.load_category(session, category.id, lock=True)
    if found is None:
        raise NotFoundError("expense category")
    check_version(expected, found.version)
    await _check_tax(session, category, now)
    changed = replace(category, version=found.version + 1)
    await expenses.update_category(session, changed)
    return changed


async def _check_tax(session: Session, category: ExpenseCategory, now: datetime) -> None:
    if category.tax_code is None:
        return
    account = await accounts.load_account(session)
    today = account.settings.today(now)
    try:
        account.tax_codes.chosen(category.tax_code, today)
    except InvalidInputError as error:
        raise InvalidInputError("tax_code", error.fields[0].reason) from error


async def choose_expenses(
    session: Session,
    draft: Draft,
    account: Account,
    expense_ids: Sequence[UUID],
    how: ExpenseLines,
    *,
    now: datetime,
) -> ChosenExpenses:
    """Lines for these expenses, else for the customer's that are ready up to the end of the draft's period.

    Raises `ExpensesNotReadyError`.
    """
    last_day = None if how == "none" else draft.last_day
    if not expense_ids and last_day is None:
        return NO_EXPENSES
    found = await expenses.choose(session, draft, expense_ids, last_day)
    if expense_ids and (error := expenses_not_ready(expense_ids, found, draft.currency)):
        raise error
    today = account.settings.today(now)
    return ChosenExpenses(*expense_lines(draft, found, how, account.tax_codes, today, new_id))


async def add_expenses(
    session: Session,
    invoice_id: UUID,
    expense_ids: Sequence[UUID],
    how: ExpenseLines,
    *,
    expected: int,
    now: datetime,
) -> InvoiceView:
    """Put expenses on a draft, behind its other lines. Raises `ExpensesNotReadyError`, `InvoiceIssuedError`."""
    await drafts.lock_customer(session, invoice_id)
    found = await open_draft(session, invoice_id, expected)
    chosen = await choose_expenses(session, found.draft, found.account, expense_ids, how, now=now)
    draft = replace(chosen.on(found.draft), version=found.draft.version + 1)
    await drafts.insert_lines(session, invoice_id, chosen.lines)
    await expenses.claim(session, invoice_id, chosen.claims)
    await drafts.raise_versions(session, [invoice_id])
    return await view_draft(session, replace(found, draft=draft), now=now)
