"""Why an entry costs what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rates.choosing import Reason, Verdict, Work, price, verdicts
from rates.rules import Rule
from rates.store import entries, prices, rule_book
from rates.store.entries import Entry
from rates.store.prices import Price


@dataclass(frozen=True, slots=True)
class Explanation:
    """An entry, the rule that prices it or the reason why none does, the rules that cover it, all its prices so far.

    `repricing`: the rules have changed and the newest price does not say so yet.
    """

    entry: Entry
    rule: Rule | None
    unpriced_reason: Reason | None
    repricing: bool
    verdicts: Sequence[Verdict]
    history: Sequence[Price]


async def explain(session: AsyncSession, account_id: UUID, entry_id: UUID) -> Explanation | None:
    """Explain an entry's price by the rules as they are, or were when it was billed; None: no such entry."""
    entry = await entries.find(session, account_id, entry_id)
    if entry is None:
        return None
    history = await prices.history(session, account_id, entry_id)
    said = next((one for one in history if one.price_version == entry.price_version), None)
    as_of = said.rules_as_of if entry.billed_at and said else None
    rules = await rule_book.covering(session, account_id, entry.work.scope, as_of)
    if said is not None and entry.pinned:
        return await _pinned(session, account_id, entry, said, rules, history)
    outcome = price(rules, entry.work)
    rule, reason = (outcome, None) if isinstance(outcome, Rule) else (None, outcome)
    return Explanation(
        entry=entry,
        rule=rule,
        unpriced_reason=reason,
        repricing=said is not None and not _says(said, rule, reason),
        verdicts=_judged(rules, entry.work, reason),
        history=history,
    )


async def _pinned(
    session: AsyncSession,
    account_id: UUID,
    entry: Entry,
    said: Price,
    rules: Sequence[Rule],
    history: Sequence[Price],
) -> Explanation:
    """Explain the price that was billed, whatever the rules would give."""
    rule = None
    if said.rule_id is not None:
        rule = await rule_book.find(session, account_id, said.rule_id, said.rules_as_of)
    judged = _judged(rules, entry.work, said.unpriced_reason)
    return Explanation(
        entry=entry,
        rule=rule,
        unpriced_reason=said.unpriced_reason,
        repricing=False,
        verdicts=[_billed(verdict, said.rule_id) for verdict in judged],
        history=history,
    )


def _billed(verdict: Verdict, rule_id: UUID | None) -> Verdict:
    won = verdict.rule.rule_id == rule_id
    if won == verdict.won:
        return verdict
    return replace(verdict, won=won, why="billed" if won else "the time was billed by another rate")


def _says(price: Price, rule: Rule | None, reason: Reason | None) -> bool:
    return price.unpriced_reason == reason and price.rule_id == (rule and rule.rule_id)


def _judged(rules: Sequence[Rule], work: Work, reason: Reason | None) -> Sequence[Verdict]:
    """Judge the rules, unless the entry has no price for another cause than them."""
    return verdicts(rules, work) if reason in (None, "no-rate") else []
