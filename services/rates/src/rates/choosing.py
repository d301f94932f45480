"""Which rule prices a piece of work, and why the others do not.

`store/prices.py` says the same in SQL for many entries at once; a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rates.rules import Rule, Scope

Reason = Literal["no-rate", "no-organization", "not-billable"]


@dataclass(frozen=True, slots=True)
class Work:
    """All of an entry that decides its price. `work_date` is the agent's local date on which it started."""

    scope: Scope
    work_date: date
    billable: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule that names nothing but what the work has, whether it won, and why."""

    rule: Rule
    won: bool
    why: str


def winner(rules: Iterable[Rule], work: Work) -> Rule | None:
    """Choose the most specific rule that holds on the day of the work.

    Rules of the same combination never overlap in time, and different combinations never weigh the same: no ties.
    """
    return max(
        (rule for rule in rules if rule.scope.covers(work.scope) and rule.holds_on(work.work_date)),
        key=lambda rule: rule.weight,
        default=None,
    )


def price(rules: Iterable[Rule], work: Work) -> Rule | Reason:
    """Choose the rule that prices the work, or say why it has no price."""
    if not work.billable:
        return "not-billable"
    if work.scope.organization_id is None:
        return "no-organization"
    return winner(rules, work) or "no-rate"


def verdicts(rules: Iterable[Rule], work: Work) -> list[Verdict]:
    """Judge every rule that covers the work, the most specific first."""
    covering = [rule for rule in rules if rule.scope.covers(work.scope)]
    best = winner(covering, work)
    covering.sort(key=lambda rule: (rule.weight, rule.valid_from), reverse=True)
    return [Verdict(rule, rule is best, _why(rule, best, work)) for rule in covering]


def _why(rule: Rule, best: Rule | None, work: Work) -> str:
    if not rule.holds_on(work.work_date):
        until = f" to {rule.valid_to}" if rule.valid_to else ""
        return f"not valid on {work.work_date}: from {rule.valid_from}{until}"
    if best is None or rule is best:
        return f"the most specific rule on {work.work_date}: weight {rule.weight}"
    return f"less specific: weight {rule.weight} is below {best.weight}"
