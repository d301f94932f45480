"""Which rule prices a piece of work, and why the others do not.

`store/prices.py` has the same rule in SQL for many entries at once; a property test holds the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rates.rules import Rule, Scope

UnpricedReason = Literal["no-rate", "no-organization", "not-billable"]


@dataclass(frozen=True, slots=True)
class Work:
    """All of an entry that decides its price. `work_date` is the agent's local date on which it started."""

    scope: Scope
    work_date: date
    billable: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that names nothing but what the work has, whether it gives the price, and why."""

    rule: Rule
    won: bool
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """The rule that prices a piece of work or the reason why none does, and the rules that cover it.

    Work that has no price for another reason than the rules shows none of them.
    """

    rule: Rule | None
    unpriced_reason: UnpricedReason | None
    candidates: Sequence[Candidate]


def winning_rule(rules: Iterable[Rule], work: Work) -> Rule | None:
    """The most specific rule that holds on the day of the work.

    Rules of the same combination never overlap in time, and different combinations never weigh the same: no ties.
    """
    return max(
        (rule for rule in rules if rule.scope.covers(work.scope) and rule.holds_on(work.work_date)),
        key=lambda rule: rule.weight,
        default=None,
    )


def match(rules: Iterable[Rule], work: Work) -> Rule | UnpricedReason:
    """The rule that prices the work, or the reason why it has no price."""
    if not work.billable:
        return "not-billable"
    if work.scope.organization_id is None:
        return "no-organization"
    return winning_rule(rules, work) or "no-rate"


def match_candidates(rules: Sequence[Rule], work: Work) -> Match:
    """What prices the work or why nothing does, and the rules that cover it."""
    outcome = match(rules, work)
    rule, reason = (outcome, None) if isinstance(outcome, Rule) else (None, outcome)
    covering = candidates(rules, work) if reason in (None, "no-rate") else []
    return Match(rule, reason, covering)


def candidates(rules: Iterable[Rule], work: Work) -> list[Candidate]:
    """Every rule that covers the work, the most specific first."""
    covering = [rule for rule in rules if rule.scope.covers(work.scope)]
    winner = winning_rule(covering, work)
    covering.sort(key=lambda rule: (rule.weight, rule.valid_from), reverse=True)
    return [Candidate(rule, rule is winner, _why(rule, winner, work)) for rule in covering]


def _why(rule: Rule, winner: Rule | None, work: Work) -> str:
    if not rule.holds_on(work.work_date):
        until = f" to {rule.valid_to}" if rule.valid_to else ""
        return f"not valid on {work.work_date}: from {rule.valid_from}{until}"
    if winner is None or rule is winner:
        return f"the most specific rule on {work.work_date}: weight {rule.weight}"
    return f"less specific: weight {rule.weight} is below {winner.weight}"
