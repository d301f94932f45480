"""What an entry costs the account, and what remains of what it earns.

Costs are never converted: what is earned in one currency and costs another has no margin.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from money import Money, hourly_amount
from rates.domain.matching import Candidate, Work, candidates, winning_rule
from rates.domain.prices import TimeEntry
from rates.domain.rules import Rule


@dataclass(frozen=True, slots=True)
class EntryCost:
    """What an entry costs, the rule that says so (none: it has no cost) and the other rules that cover it.

    `repricing`: the rules have changed and the valuation does not follow them yet.
    """

    hourly_cost: Money | None
    amount: Money | None
    margin: Money | None
    rule: Rule | None
    repricing: bool
    candidates: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class CostMatch:
    """The rule that says what an hour of some work costs (none: it has no cost), and the other rules that cover it."""

    rule: Rule | None
    candidates: Sequence[Candidate]


def match_cost_of(rules: Sequence[Rule], work: Work) -> CostMatch:
    """What an hour of work would cost, whether or not anybody pays for it."""
    return CostMatch(winning_rule(rules, work), candidates(rules, work))


def explain_cost(entry: TimeEntry, rules: Sequence[Rule]) -> EntryCost:
    """Explain what an entry costs by the rules as they are, whether it is billable, billed, or neither."""
    rule = winning_rule(rules, entry.work)
    amount = _amount(entry.seconds, entry.hourly_cost)
    return EntryCost(
        hourly_cost=entry.hourly_cost,
        amount=amount,
        margin=_margin(entry, amount),
        rule=rule,
        repricing=entry.cost_rule_id != (rule and rule.rule_id),
        candidates=candidates(rules, entry.work),
    )


def _amount(seconds: int, hourly: Money | None) -> Money | None:
    if hourly is None:
        return None
    return Money(hourly_amount(seconds * hourly.amount, hourly.currency), hourly.currency)


def _margin(entry: TimeEntry, cost: Money | None) -> Money | None:
    """Time that is not billable earns nothing, for sure; of other time without a price it is not known."""
    if cost is None or entry.currency not in (None, cost.currency):
        return None
    if entry.hourly_rate is None and entry.unpriced_reason != "not-billable":
        return None
    rate_seconds = sum((one.billed_seconds * one.hourly_rate for one in entry.segments), Decimal(0))
    return Money(hourly_amount(rate_seconds, cost.currency) - cost.amount, cost.currency)
