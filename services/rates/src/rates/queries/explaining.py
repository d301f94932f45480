"""Why an entry costs what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    as_of = history[-1].rules_as_of if entry.billed_at and history else None
    rules = await rule_book.covering(session, account_id, entry.work.scope, as_of)
    outcome = price(rules, entry.work)
    rule, reason = (outcome, None) if isinstance(outcome, Rule) else (None, outcome)
    return Explanation(
        entry=entry,
        rule=rule,
        unpriced_reason=reason,
        repricing=bool(history) and not _says(history[-1], rule, reason),
        verdicts=_judged(rules, entry.work, reason),
        history=history,
    )


def _says(price: Price, rule: Rule | None, reason: Reason | None) -> bool:
    return price.unpriced_reason == reason and price.rule_id == (rule and rule.rule_id)


def _judged(rules: Sequence[Rule], work: Work, reason: Reason | None) -> Sequence[Verdict]:
    """Judge the rules, unless the entry has no price for another cause than them."""
    return verdicts(rules, work) if reason in (None, "no-rate") else []
