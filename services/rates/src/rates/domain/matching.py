"""Which rule prices a piece of work, and why the others do not.

`store/prices.py` has the same rule in SQL for many entries at once; a property test holds the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from rates.domain.overrides import Override
from rates.domain.rules import Rule, Scope

UnpricedReason = Literal["no-rate", "no-organization", "not-billable"]


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer, and those that were merged into it: what was agreed with any of them was agreed with it."""

    organization_id: UUID
    merged: frozenset[UUID] = frozenset()

    @property
    def names(self) -> frozenset[UUID]:
        """All ids by which rules and time may name it."""
        return self.merged | {self.organization_id}


@dataclass(frozen=True, slots=True)
class Work:
    """All of an entry that decides its price. `work_date` is the agent's local date on which it started.

    Its scope names the customer that stays; `merged` are those that were merged into it. `override`: the price that
    somebody set on it, which is above all rules.
    """

    scope: Scope
    work_date: date
    billable: bool = True
    merged: frozenset[UUID] = frozenset()
    override: Override | None = None

    def of(self, customer: Customer | None) -> "Work":
        """The same work, for this customer."""
        if customer is None:
            return self
        scope = replace(self.scope, organization_id=customer.organization_id)
        return replace(self, scope=scope, merged=customer.merged)

    def covered_by(self, rule: Rule) -> bool:
        """Whether the work has everything that the rule names."""
        return self.within(rule.scope)

    def within(self, scope: Scope) -> bool:
        """Whether the work has everything that a scope names, by whichever of its customer's names."""
        if scope.organization_id in self.merged:
            scope = replace(scope, organization_id=self.scope.organization_id)
        return scope.covers(self.scope)

    def precedence(self, rule: Rule) -> tuple[int, bool, UUID]:
        """What the rule that prices the work has the most of, among those that cover it.

        Only merging makes two weigh the same: then the rule of the customer that stays holds, else the one made last.
        """
        return rule.weight, rule.scope.organization_id not in self.merged, rule.rule_id


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that names nothing but what the work has, whether it gives the price, and why."""

    rule: Rule
    won: bool
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """The rule or the override that prices a piece of work or the reason why none does, and the rules that cover it.

    Work that has no price for another reason than the rules shows none of them.
    """

    rule: Rule | None
    override: Override | None
    unpriced_reason: UnpricedReason | None
    candidates: Sequence[Candidate]


def winning_rule(rules: Iterable[Rule], work: Work) -> Rule | None:
    """The most specific rule that holds on the day of the work.

    Rules of the same combination never overlap in time, and different combinations never weigh the same: there are no
    ties, but for customers that were merged.
    """
    return max(
        (rule for rule in rules if work.covered_by(rule) and rule.holds_on(work.work_date)),
        key=work.precedence,
        default=None,
    )


def match(rules: Iterable[Rule], work: Work) -> Override | Rule | UnpricedReason:
    """What prices the work, or the reason why it has no price."""
    if not work.billable:
        return "not-billable"
    if work.scope.organization_id is None:
        return "no-organization"
    return work.override or winning_rule(rules, work) or "no-rate"


def match_candidates(rules: Sequence[Rule], work: Work) -> Match:
    """What prices the work or why nothing does, and the rules that cover it."""
    outcome = match(rules, work)
    return Match(
        rule=outcome if isinstance(outcome, Rule) else None,
        override=outcome if isinstance(outcome, Override) else None,
        unpriced_reason=outcome if isinstance(outcome, str) else None,
        candidates=[] if outcome in _BEYOND_RULES else candidates(rules, work),
    )


_BEYOND_RULES = ("no-organization", "not-billable")
"""Reasons why work has no price that no rule could mend."""


def candidates(rules: Iterable[Rule], work: Work) -> list[Candidate]:
    """Every rule that covers the work, the most specific first."""
    covering = [rule for rule in rules if work.covered_by(rule)]
    winner = winning_rule(covering, work)
    covering.sort(key=lambda rule: (rule.weight, rule.valid_from), reverse=True)
    won = None if work.override else winner
    return [Candidate(rule, rule is won, _why(rule, winner, work)) for rule in covering]


def _why(rule: Rule, winner: Rule | None, work: Work) -> str:
    if not rule.holds_on(work.work_date):
        until = f" to {rule.valid_to}" if rule.valid_to else ""
        return f"not valid on {work.work_date}: from {rule.valid_from}{until}"
    if work.override is not None:
        return f"a manager set the price: {work.override.reason}"
    if winner is None or rule is winner:
        return f"the most specific rule on {work.work_date}: weight {rule.weight}"
    if rule.weight == winner.weight:
        return _why_not_of_merged(winner, work)
    return f"less specific: weight {rule.weight} is below {winner.weight}"


def _why_not_of_merged(winner: Rule, work: Work) -> str:
    if winner.scope.organization_id in work.merged:
        return "made earlier, for another of the customers that were merged"
    return "made for a customer that was merged into one with a rate of its own"
