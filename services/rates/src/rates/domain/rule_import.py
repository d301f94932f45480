"""What the rows of a file do to the rates that are there: acts of a change, each of a line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain_errors import FieldError
from rates.domain.acts import MOST_ACTS, Act, Create, End, Replace
from rates.domain.rule_file import RuleFileError, RuleRow, field_of, refuse
from rates.domain.rules import NewRule, Rule, Scope

Things = Mapping[tuple[str, str], Sequence[UUID]]
"""What has a name, by its kind and its name in small letters."""


@dataclass(frozen=True, slots=True)
class LineAct:
    """An act, and the line of the file that asks for it."""

    line: int
    act: Act


def acts_of(
    rows: Iterable[RuleRow], book: Iterable[Rule], things: Things, new_ids: Iterator[UUID]
) -> list[LineAct]:
    """The acts that make the rates what the rows say: a row without an id begins one, others may end or replace theirs.

    Rates that no row names stay. Raises `RuleFileError` with all that is wrong.
    """
    rules, errors = {rule.rule_id: rule for rule in book}, list[FieldError]()
    wanted = (_wanted(row, rules, things, new_ids, errors) for row in rows)
    acts = [one for one in wanted if one is not None]
    refuse(errors)
    if not acts:
        raise RuleFileError("file", "all of its rates are there already: nothing would change")
    if len(acts) > MOST_ACTS:
        raise RuleFileError("file", f"{len(acts)} rates would change, at most {MOST_ACTS} at once")
    return acts


def names_in(rows: Iterable[RuleRow]) -> set[tuple[str, str]]:
    """What rows name by a name: its kind and the name in small letters."""
    named = (item for row in rows for item in row.named.items())
    return {(thing, name.casefold()) for thing, name in named if isinstance(name, str)}


def _wanted(
    row: RuleRow,
    rules: Mapping[UUID, Rule],
    things: Things,
    new_ids: Iterator[UUID],
    errors: list[FieldError],
) -> LineAct | None:
    before = len(errors)
    scope = Scope(**{f"{thing}_id": _found(row, thing, things, errors) for thing in row.named})
    act = _change(row, scope, rules, new_ids, errors) if len(errors) == before else None
    return LineAct(row.line, act) if act and len(errors) == before else None


def _found(row: RuleRow, thing: str, things: Things, errors: list[FieldError]) -> UUID | None:
    name = row.named[thing]
    if isinstance(name, UUID):
        return name
    found = things.get((thing, name.casefold()), ())
    if len(found) == 1:
        return found[0]
    what = thing.replace("_", " ")
    reason = f"{len(found)} are called so: give its id" if found else f"no such {what}"
    errors.append(FieldError(field_of(row.line, thing), reason))
    return None


def _change(
    row: RuleRow,
    scope: Scope,
    rules: Mapping[UUID, Rule],
    new_ids: Iterator[UUID],
    errors: list[FieldError],
) -> Act | None:
    if row.rule_id is None:
        new = NewRule(scope, row.hourly_rate, row.valid_from, row.valid_to)
        return Create(next(new_ids), new)
    rule = rules.get(row.rule_id)
    if rule is None:
        errors.append(FieldError(field_of(row.line, "id"), "no such rate, or it was withdrawn"))
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
            errors.append(FieldError(field_of(row.line, column), _ONE_THING))
            return None
    return Replace(rule.rule_id, version, row.hourly_rate, row.valid_from, next(new_ids))


_ONE_THING = "a row with an id gives its rate another last day, or another amount from a day on; else leave the id out"
