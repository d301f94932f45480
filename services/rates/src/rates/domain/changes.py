"""What the acts of a change do to the rules when they are done together, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from domain_errors import FieldError, InvalidInputError
from rates.domain.acts import Act, ActsRefusedError, Create, End, Replace, Withdraw
from rates.domain.previews import Content, PlannedAct
from rates.domain.rules import (
    ONE_DAY,
    Days,
    NewRule,
    RateBilledError,
    Rule,
    RuleKind,
    Scope,
    UnknownReferenceError,
    check_replaced,
    days_changed,
)


@dataclass(frozen=True, slots=True)
class Step:
    """What one act does: the version of a rule that holds no longer, and the versions that follow it."""

    before: Rule | None = None
    after: tuple[Rule, ...] = ()
    reach: Days | None = None

    @property
    def withdrawn(self) -> UUID | None:
        """The rule that is taken back whole, which billed time forbids."""
        if self.before and all(one.rule_id != self.before.rule_id for one in self.after):
            return self.before.rule_id
        return None

    @property
    def region(self) -> tuple[Scope, Days] | None:
        """The work that it may touch."""
        rule = self.before or next(iter(self.after), None)
        return (rule.scope, self.reach) if rule and self.reach else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What acts do to the rules, one step each; `errors`: why they cannot be done, by act and field."""

    steps: Sequence[Step]
    errors: Sequence[FieldError] = ()

    @property
    def superseded(self) -> list[Rule]:
        """The versions that hold no longer."""
        return [step.before for step in self.steps if step.before and step.reach]

    @property
    def added(self) -> list[Rule]:
        """The versions that hold instead."""
        return [rule for step in self.steps if step.reach for rule in step.after]

    @property
    def regions(self) -> list[tuple[Scope, Days]]:
        """The work that may have another price: each scope with its days, once."""
        return list(dict.fromkeys(step.region for step in self.steps if step.region))

    @property
    def withdrawn(self) -> dict[UUID, int]:
        """The rules that are taken back whole, with the number of the act."""
        numbered = ((step.withdrawn, number) for number, step in enumerate(self.steps))
        return {rule_id: number for rule_id, number in numbered if rule_id}


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the time in its reach a change has priced again.

    `parts_left`: scopes that are not worked off; an entry counts in each that it is in. `prices_changed`: prices that came
    out differently.
    """

    parts_left: int
    entries: int
    entries_done: int
    prices_changed: int
    finished_at: datetime | None

    @classmethod
    def begun(cls, *, parts: int, entries: int, now: datetime) -> Self:
        """Nothing is done yet, unless there is nothing to do."""
        return cls(parts, entries, 0, 0, None if parts else now)


@dataclass(frozen=True, slots=True)
class RateChange:
    """A change of rules that was done, how far its re-pricing is, and the changes that it undoes and that undid it."""

    change_id: UUID
    kind: RuleKind
    applied_at: datetime
    applied_by: str
    undoes: UUID | None
    undone_by: UUID | None
    content: Content
    progress: Progress
    acts_shown: int | None = None

    def shortened(self) -> "RateChange":
        """The same for lists, where it shows three of its acts."""
        return replace(self, acts_shown=3)

    @property
    def acts(self) -> Sequence[PlannedAct]:
        """What was done, as far as it is shown."""
        return self.content.acts[: self.acts_shown]

    @property
    def acts_total(self) -> int:
        """How many acts it has."""
        return len(self.content.acts)


def plan(acts: Sequence[Act], book: Sequence[Rule], now: datetime, kind: RuleKind = "rate") -> Plan:
    """What the acts do to the rules of a kind that hold now, and everything that is wrong with it."""
    rules, errors = {rule.rule_id: rule for rule in book}, list[FieldError]()
    steps = [_step(number, act, rules, errors, now, kind) for number, act in enumerate(acts)]
    errors.extend(_second_acts(acts, kind))
    errors.extend(_overlaps(acts, steps, rules, kind))
    return Plan(steps, errors)


def check_plan(planned: Plan, unknown: Sequence[FieldError], billed: Sequence[FieldError]) -> None:
    """Refuse acts that cannot be done, with all that is wrong by act and field.

    `unknown`: what they name and is not known here; `billed`: rules that they withdraw though time is billed at them.
    Raises `UnknownReferenceError` or `RateBilledError` when that is all, as a single act does; else `ActsRefusedError`.
    """
    errors = [*planned.errors, *unknown, *billed]
    if not errors:
        return
    if errors == list(billed):
        raise RateBilledError(fields=errors)
    kind = UnknownReferenceError if errors == list(unknown) else ActsRefusedError
    raise kind(errors[0].field, errors[0].reason, *errors[1:])


def field_of(number: int, act: Act, name: str) -> str:
    """The field of an act, as a request of a change has it."""
    return f"acts.{number}.{act.kind}.{name}"


def _step(
    number: int,
    act: Act,
    rules: Mapping[UUID, Rule],
    errors: list[FieldError],
    now: datetime,
    kind: RuleKind,
) -> Step:
    try:
        if isinstance(act, Create):
            rule = Rule.first(act.rule_id, act.new, now)
            return Step(None, (rule,), rule.days)
        rule = _named(act, rules, kind)
        if isinstance(act, End):
            return _ended(rule, act.valid_to, now)
        return _replaced(rule, act, now, kind) if isinstance(act, Replace) else _withdrawn(rule)
    except InvalidInputError as error:
        errors += (FieldError(field_of(number, act, one.field), one.reason) for one in error.fields)
        return Step()


def _named(act: End | Withdraw | Replace, rules: Mapping[UUID, Rule], kind: RuleKind) -> Rule:
    rule = rules.get(act.rule_id)
    if rule is None:
        raise InvalidInputError(f"{kind}_id", f"no such {kind}, or it was withdrawn")
    if rule.version != act.version:
        reason = f"you have version {act.version}, the current one is {rule.version}"
        raise InvalidInputError("version", reason)
    return rule


def _ended(rule: Rule, valid_to: date | None, now: datetime) -> Step:
    ended = rule.ended(valid_to, now)
    same = valid_to == rule.valid_to
    return Step(rule, (ended,), None if same else days_changed(rule, ended))


def _withdrawn(rule: Rule) -> Step:
    return Step(rule, (), rule.days)


def _replaced(rule: Rule, act: Replace, now: datetime, kind: RuleKind) -> Step:
    first = act.valid_from
    check_replaced(rule, first, kind)
    after = Rule.first(act.new_id, NewRule(rule.scope, act.hourly_rate, first, rule.valid_to), now)
    kept = (rule.ended(first - ONE_DAY, now),) if first > rule.valid_from else ()
    return Step(rule, (*kept, after), after.days)


def _second_acts(acts: Sequence[Act], kind: RuleKind) -> Iterator[FieldError]:
    """A rule that is there is named once, so that the order of acts does not matter."""
    first: dict[UUID, int] = {}
    for number, act in enumerate(acts):
        if act.named and (earlier := first.setdefault(act.named, number)) != number:
            yield FieldError(
                field_of(number, act, f"{kind}_id"), f"acts.{earlier} changes this {kind} already"
            )


@dataclass(frozen=True, slots=True)
class _Holding:
    """A rule after the change; `act`: the number of the act that made it so, -1 for none."""

    rule: Rule
    act: int = -1

    def overlaps(self, other: "_Holding", acts: Sequence[Act], kind: RuleKind) -> FieldError:
        """The refusal of this one, which holds on a day of the other."""
        rule = other.rule
        of = f"of acts.{other.act}" if other.act >= 0 else str(rule.rule_id)
        until = f" to {rule.valid_to}" if rule.valid_to else ""
        name = "valid_from" if self.rule.valid_from >= rule.valid_from else "valid_to"
        reason = f"overlaps the {kind} {of}, which holds from {rule.valid_from}{until}"
        return FieldError(field_of(self.act, acts[self.act], name), reason)


def _overlaps(
    acts: Sequence[Act], steps: Sequence[Step], rules: Mapping[UUID, Rule], kind: RuleKind
) -> Iterator[FieldError]:
    """No two rules of one combination hold on one day: the last act that made it so is to blame."""
    changed = {step.before.rule_id for step in steps if step.before}
    holding = [_Holding(rule) for rule in rules.values() if rule.rule_id not in changed]
    holding += [_Holding(rule, number) for number, step in enumerate(steps) for rule in step.after]
    by_scope: dict[Scope, list[_Holding]] = defaultdict(list)
    for one in sorted(holding, key=lambda one: one.rule.valid_from):
        by_scope[one.rule.scope].append(one)
    for of_scope in by_scope.values():
        longest = of_scope[0]
        for one in of_scope[1:]:
            if longest.rule.valid_to is None or one.rule.valid_from <= longest.rule.valid_to:
                blamed, other = (one, longest) if one.act >= longest.act else (longest, one)
                if blamed.act >= 0:
                    yield blamed.overlaps(other, acts, kind)
            longest = max(longest, one, key=lambda it: it.rule.valid_to or date.max)


def opposite(before: Iterable[Rule], after: Iterable[Rule], new_ids: Iterator[UUID]) -> list[Act]:
    """The acts that undo a change which put the rules `after` in the place of `before`.

    They name the versions that it made: a rule that changed since is refused by `plan`.
    """
    was, became = ({rule.rule_id: rule for rule in rules} for rules in (before, after))
    ends = [
        End(rule_id, became[rule_id].version, rule.valid_to)
        for rule_id, rule in was.items()
        if rule_id in became
    ]
    gone = [rule for rule_id, rule in was.items() if rule_id not in became]
    return [
        *(
            Withdraw(rule_id, rule.version)
            for rule_id, rule in became.items()
            if rule_id not in was
        ),
        *ends,
        *(Create(next(new_ids), rule.as_new()) for rule in gone),
    ]
