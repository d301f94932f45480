"""What the rows of a file do to the rates or costs that are there: acts of a change, each of a line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain_errors import FieldError
from money import Money
from rates.domain.acts import MOST_ACTS, Act, Create, End, Replace
from rates.domain.rule_file import RuleFileError, RuleRow, field_of, refuse
from rates.domain.rules import ONE_DAY, Days, NewRule, Rule, RuleKind, Scope

Things = Mapping[tuple[str, str], Sequence[UUID]]
"""What has a name, by its kind and its name in small letters."""


@dataclass(frozen=True, slots=True)
class LineAct:
    """An act, and the line of the file that asks for it."""

    line: int
    act: Act


def acts_of(
    rows: Iterable[RuleRow],
    book: Iterable[Rule],
    things: Things,
    new_ids: Iterator[UUID],
    kind: RuleKind = "rate",
) -> list[LineAct]:
    """The acts that make the rules what the rows say: a row without an id begins one, others may end or replace theirs.

    Rules that no row names stay, and those that are as a row wants them. Raises `RuleFileError` with all that is wrong.
    """
    there, errors = _Book(kind, book), list[FieldError]()
    wanted = (_wanted(row, there, things, new_ids, errors) for row in rows)
    acts = [one for one in wanted if one is not None]
    refuse(errors)
    if not acts:
        raise RuleFileError("file", f"all of its {kind}s are there already: nothing would change")
    if len(acts) > MOST_ACTS:
        reason = f"{len(acts)} {kind}s would change, at most {MOST_ACTS} at once"
        raise RuleFileError("file", reason)
    return acts


class _Book:
    """The rules of a kind that hold, will or did, by their ids and by what they say."""

    def __init__(self, kind: RuleKind, rules: Iterable[Rule]) -> None:
        self.kind = kind
        self.rules = {rule.rule_id: rule for rule in rules}
        self._said = {(rule.scope, rule.hourly_rate, rule.days) for rule in self.rules.values()}

    def has(self, scope: Scope, rate: Money, days: Days) -> bool:
        """Whether there is just such a rule."""
        return (scope, rate, days) in self._said


def names_in(rows: Iterable[RuleRow]) -> set[tuple[str, str]]:
    """What rows name by a name: its kind and the name in small letters."""
    return things_named(row.named for row in rows)


def things_named(rows: Iterable[Mapping[str, UUID | str]]) -> set[tuple[str, str]]:
    """What these name by a name."""
    named = (item for row in rows for item in row.items())
    return {(thing, name.casefold()) for thing, name in named if isinstance(name, str)}


def scope_of(
    line: int, named: Mapping[str, UUID | str], things: Things, errors: list[FieldError]
) -> Scope:
    """What a row names; what is not found is added to the errors."""
    found = {
        f"{thing}_id": _found(line, thing, name, things, errors) for thing, name in named.items()
    }
    return Scope(**found)


def _wanted(
    row: RuleRow,
    book: _Book,
    things: Things,
    new_ids: Iterator[UUID],
    errors: list[FieldError],
) -> LineAct | None:
    before = len(errors)
    scope = scope_of(row.line, row.named, things, errors)
    act = _change(row, scope, book, new_ids, errors) if len(errors) == before else None
    return LineAct(row.line, act) if act and len(errors) == before else None


def _found(
    line: int, thing: str, name: UUID | str, things: Things, errors: list[FieldError]
) -> UUID | None:
    if isinstance(name, UUID):
        return name
    found = things.get((thing, name.casefold()), ())
    if len(found) == 1:
        return found[0]
    what = thing.replace("_", " ")
    reason = f"{len(found)} are called so: give its id" if found else f"no such {what}"
    errors.append(FieldError(field_of(line, thing), reason))
    return None


def _change(
    row: RuleRow, scope: Scope, book: _Book, new_ids: Iterator[UUID], errors: list[FieldError]
) -> Act | None:
    if row.rule_id is None:
        if book.has(scope, row.hourly_rate, Days(row.valid_from, row.valid_to)):
            return None
        new = NewRule(scope, row.hourly_rate, row.valid_from, row.valid_to)
        return Create(next(new_ids), new)
    rule = book.rules.get(row.rule_id)
    if rule is None and book.has(scope, row.hourly_rate, Days(row.valid_from, row.valid_to)):
        return None
    if rule is None:
        reason = f"no such {book.kind}, or it was withdrawn"
        errors.append(FieldError(field_of(row.line, "id"), reason))
        return None
    if scope == rule.scope and _is_replaced(row, rule, book):
        return None
    version = rule.version if row.version is None else row.version
    if (rule.hourly_rate, rule.valid_from, rule.scope) == (row.hourly_rate, row.valid_from, scope):
        same = row.valid_to == rule.valid_to
        return None if same else End(rule.rule_id, version, row.valid_to)
    for column, changes in (
        ("id", scope != rule.scope),
        ("currency", row.hourly_rate.currency != rule.hourly_rate.currency),
        ("valid_to", row.valid_to != rule.valid_to),
        ("amount", row.hourly_rate == rule.hourly_rate),
    ):
        if changes:
            reason = _ONE_THING.format(kind=book.kind)
            errors.append(FieldError(field_of(row.line, column), reason))
            return None
    return Replace(rule.rule_id, version, row.hourly_rate, row.valid_from, next(new_ids))


def _is_replaced(row: RuleRow, rule: Rule, book: _Book) -> bool:
    """Whether the amount of the row took the place of the rule on its day already, until whenever."""
    if rule.valid_to is None or row.valid_from != rule.valid_to + ONE_DAY:
        return False
    return book.has(rule.scope, row.hourly_rate, Days(row.valid_from, row.valid_to))


_ONE_THING = "a row with an id gives its {kind} another last day, or another amount from a day on; else leave the id out"
