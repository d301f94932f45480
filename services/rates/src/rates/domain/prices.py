"""Prices of time entries: each version of one, the entry that has it, and how it is explained."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from money import Money
from rates.domain.matching import Candidate, UnpricedReason, Work, candidates, match_candidates
from rates.domain.overrides import Override
from rates.domain.rounding import RoundingExplanation
from rates.domain.rules import Rule
from rates.domain.segments import Segment, segments_of


@dataclass(frozen=True, slots=True)
class Price:
    """One version of an entry's price: a rate per hour by a rule or an override, or the reason why there is none.

    `billed_seconds` are charged of its `seconds`, by the policy of rounding if there is one. `segments`: how they are
    charged where not all are alike, in `segments_currency` if it has no rate.

    The rules as they were known at `rules_as_of` give this very price.
    """

    entry_id: UUID
    price_version: int
    entry_version: int
    seconds: int
    rule_id: UUID | None
    override_version: int | None
    hourly_rate: Money | None
    unpriced_reason: UnpricedReason | None
    rounding_policy_id: UUID | None
    rounding_seconds: int
    billed_seconds: int
    segments: tuple[Segment, ...] | None
    segments_currency: str | None
    priced_at: datetime
    rules_as_of: datetime


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """A live entry: what decides its price, its valuation, and since when an invoice bills it, which holds the price.

    What it costs is held by nothing. `divided`: its segments where not all is charged alike.
    """

    entry_id: UUID
    version: int
    work_item_id: UUID | None
    work: Work
    seconds: int
    price_version: int
    rule_id: UUID | None
    override_version: int | None
    hourly_rate: Money | None
    unpriced_reason: UnpricedReason | None
    rounding_policy_id: UUID | None
    rounding_seconds: int
    billed_at: datetime | None
    cost_rule_id: UUID | None = None
    hourly_cost: Money | None = None
    divided: tuple[Segment, ...] | None = None
    segments_currency: str | None = None

    @property
    def billed_price_version(self) -> int | None:
        """The version of the price that its invoice names; None: not billed."""
        return self.price_version if self.billed_at else None

    @property
    def currency(self) -> str | None:
        """The currency of its price."""
        return self.hourly_rate.currency if self.hourly_rate else self.segments_currency

    @property
    def billed_seconds(self) -> int:
        """What is charged of its seconds, after rounding."""
        return max(self.seconds + self.rounding_seconds, 0)

    @property
    def segments(self) -> Sequence[Segment]:
        """The seconds that are charged alike, at the price in force."""
        if self.divided is not None:
            return self.divided
        amount = self.hourly_rate.amount if self.hourly_rate else None
        return segments_of(self.seconds, self.rounding_seconds, amount, self.rule_id)


@dataclass(frozen=True, slots=True)
class Explanation:
    """An entry, what prices it or the reason why nothing does, the rules that cover it, all its prices so far.

    `override`: the price that is set on it; of billed time the one that its invoice charges. `overrides`: all that ever
    were. `customer_currency`: that in which its customer is invoiced. `repricing`: the rules have changed and the newest
    price does not follow them yet.
    """

    entry: TimeEntry
    customer_currency: str
    rule: Rule | None
    overrides: Sequence[Override]
    unpriced_reason: UnpricedReason | None
    rounding: RoundingExplanation
    repricing: bool
    candidates: Sequence[Candidate]
    history: Sequence[Price]

    @property
    def override(self) -> Override | None:
        """The price that is set on the entry, which decides when somebody is to pay for it."""
        return self.entry.work.override

    @property
    def rules_as_of(self) -> datetime | None:
        """As of when the rules were known that gave its price, if an invoice bills it; None: as of now."""
        if self.entry.billed_at is None:
            return None
        versions = {one.price_version: one.rules_as_of for one in self.history}
        return versions.get(self.entry.price_version, self.entry.billed_at)

    @property
    def foreign_currency(self) -> bool:
        """Whether its price is in another currency than the invoices of its customer."""
        return self.entry.currency not in (None, self.customer_currency)


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is known of an entry apart from the rules that cover it."""

    customer_currency: str
    overrides: Sequence[Override]
    rounding: RoundingExplanation
    history: Sequence[Price]


def explain(entry: TimeEntry, rules: Sequence[Rule], record: OnRecord) -> Explanation:
    """Explain the price of an entry that is not billed by the rules as they are and the price that is set on it."""
    found = match_candidates(rules, entry.work)
    rule_id, version = found.rule and found.rule.rule_id, found.override and found.override.version
    policy_id = record.rounding.policy and record.rounding.policy.policy_id
    outcome = found.unpriced_reason, rule_id, version, policy_id
    valued = entry.unpriced_reason, entry.rule_id, entry.override_version, entry.rounding_policy_id
    return Explanation(
        entry=entry,
        customer_currency=record.customer_currency,
        rule=found.rule,
        overrides=record.overrides,
        unpriced_reason=found.unpriced_reason,
        rounding=record.rounding,
        repricing=outcome != valued,
        candidates=found.candidates,
        history=record.history,
    )


def explain_billed(
    entry: TimeEntry, rules: Sequence[Rule], rule: Rule | None, record: OnRecord
) -> Explanation:
    """Explain the price that an invoice names, whatever the rules would give."""
    return Explanation(
        entry=entry,
        customer_currency=record.customer_currency,
        rule=rule,
        overrides=record.overrides,
        unpriced_reason=None,
        rounding=record.rounding,
        repricing=False,
        candidates=[_as_billed(one, entry.rule_id) for one in candidates(rules, entry.work)],
        history=record.history,
    )


def _as_billed(candidate: Candidate, rule_id: UUID | None) -> Candidate:
    won = candidate.rule.rule_id == rule_id
    if won == candidate.won:
        return candidate
    return replace(
        candidate, won=won, why="billed" if won else "the time was billed by another rate"
    )
