"""Prices of time entries: each version of one, the entry that has it, and how it is explained."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from money import Money
from rates.matching import Candidate, UnpricedReason, Work, candidates, match_candidates
from rates.rules import Rule

Treatment = Literal["hourly"]


@dataclass(frozen=True, slots=True)
class Segment:
    """Raw seconds of an entry, from `start` up to and without `end`, that are charged alike.

    `billed_seconds`: after rounding. `rule_id`: the rate that decided; None when no rate on record did.
    """

    start: int
    end: int
    treatment: Treatment
    billed_seconds: int
    hourly_rate: Decimal
    rule_id: UUID | None


def segments_of(seconds: int, hourly_rate: Decimal | None, rule_id: UUID | None) -> list[Segment]:
    """The segments that cover an entry from 0 without gap or overlap; none when it has no price.

    All of it is charged by the hour: nothing splits an entry yet, and nothing rounds its time.
    """
    if hourly_rate is None:
        return []
    return [Segment(0, seconds, "hourly", seconds, hourly_rate, rule_id)]


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
    """A live entry: what decides its price, its valuation, and since when an invoice bills it, which holds the price."""

    entry_id: UUID
    version: int
    work: Work
    seconds: int
    price_version: int
    rule_id: UUID | None
    hourly_rate: Money | None
    unpriced_reason: UnpricedReason | None
    billed_at: datetime | None

    @property
    def billed_price_version(self) -> int | None:
        """The version of the price that its invoice names; None: not billed."""
        return self.price_version if self.billed_at else None

    @property
    def currency(self) -> str | None:
        """The currency of its price."""
        return self.hourly_rate.currency if self.hourly_rate else None

    @property
    def segments(self) -> list[Segment]:
        """The seconds that are charged alike, at the price in force."""
        amount = self.hourly_rate.amount if self.hourly_rate else None
        return segments_of(self.seconds, amount, self.rule_id)


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


def explain(entry: TimeEntry, rules: Sequence[Rule], history: Sequence[Price]) -> Explanation:
    """Explain the price of an entry that is not billed by the rules as they are."""
    found = match_candidates(rules, entry.work)
    reason, rule_id = found.unpriced_reason, found.rule and found.rule.rule_id
    follows = (entry.unpriced_reason, entry.rule_id) == (reason, rule_id)
    return Explanation(
        entry=entry,
        rule=found.rule,
        unpriced_reason=reason,
        repricing=not follows,
        candidates=found.candidates,
        history=history,
    )


def explain_billed(
    entry: TimeEntry, rules: Sequence[Rule], rule: Rule | None, history: Sequence[Price]
) -> Explanation:
    """Explain the price that an invoice names, whatever the rules would give."""
    return Explanation(
        entry=entry,
        rule=rule,
        unpriced_reason=None,
        repricing=False,
        candidates=[_as_billed(one, entry.rule_id) for one in candidates(rules, entry.work)],
        history=history,
    )


def _as_billed(candidate: Candidate, rule_id: UUID | None) -> Candidate:
    won = candidate.rule.rule_id == rule_id
    if won == candidate.won:
        return candidate
    return replace(
        candidate, won=won, why="billed" if won else "the time was billed by another rate"
    )
