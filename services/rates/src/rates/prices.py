"""Prices of time entries: each version of one, the entry that has it, and how it is explained."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from money import Money
from rates.matching import Candidate, UnpricedReason, Work, candidates_for, match_candidates
from rates.rules import Rule


@dataclass(frozen=True, slots=True)
class Price:
    """One version of an entry's price: a rate per hour by a rule, or the reason why there is none.

    The rules as they were known at `rules_as_of` give this very price.
    """

    entry_id: UUID
    price_version: int
    entry_version: int
    seconds: int
    rule_id: UUID | None
    hourly_rate: Money | None
    unpriced_reason: UnpricedReason | None
    priced_at: datetime
    rules_as_of: datetime


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """A live entry: what decides its price, which price it has, and whether it was billed, at which price."""

    entry_id: UUID
    version: int
    work: Work
    seconds: int
    price_version: int
    billed_at: datetime | None
    billed_price_version: int | None

    @property
    def pinned(self) -> bool:
        """Whether it has the very price that its invoice names."""
        return self.price_version == self.billed_price_version


@dataclass(frozen=True, slots=True)
class Explanation:
    """An entry, the rule that prices it or the reason why none does, the rules that cover it, all its prices so far.

    `repricing`: the rules have changed and the newest price does not follow them yet.
    """

    entry: TimeEntry
    rule: Rule | None
    unpriced_reason: UnpricedReason | None
    repricing: bool
    candidates: Sequence[Candidate]
    history: Sequence[Price]


def explain(
    entry: TimeEntry, rules: Sequence[Rule], price: Price | None, history: Sequence[Price]
) -> Explanation:
    """Explain an entry's price by the rules that count for it: today's, or those known when it was billed."""
    found = match_candidates(rules, entry.work)
    follows = price is None or _follows(price, found.rule, found.unpriced_reason)
    return Explanation(
        entry=entry,
        rule=found.rule,
        unpriced_reason=found.unpriced_reason,
        repricing=not follows,
        candidates=found.candidates,
        history=history,
    )


def explain_billed(
    entry: TimeEntry,
    rules: Sequence[Rule],
    price: Price,
    rule: Rule | None,
    history: Sequence[Price],
) -> Explanation:
    """Explain the price that an invoice names, whatever the rules would give."""
    covering = candidates_for(rules, entry.work, price.unpriced_reason)
    return Explanation(
        entry=entry,
        rule=rule,
        unpriced_reason=price.unpriced_reason,
        repricing=False,
        candidates=[_as_billed(candidate, price.rule_id) for candidate in covering],
        history=history,
    )


def _as_billed(candidate: Candidate, rule_id: UUID | None) -> Candidate:
    won = candidate.rule.rule_id == rule_id
    if won == candidate.won:
        return candidate
    return replace(
        candidate, won=won, why="billed" if won else "the time was billed by another rate"
    )


def _follows(price: Price, rule: Rule | None, reason: UnpricedReason | None) -> bool:
    return price.unpriced_reason == reason and price.rule_id == (rule and rule.rule_id)
