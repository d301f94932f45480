"""Policies of rounding as a table, out and in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain_errors import FieldError, InvalidInputError
from rates.domain.dated_import import Kept, Kind
from rates.domain.rounding import MODES, SCOPES, NewRoundingPolicy, Rounding, RoundingPolicy
from rates.domain.rule_table import guarded, line_of
from rates.domain.table_file import Cells, refuse, rows_of

COLUMNS = (
    *("id", "version", "mode", "step_seconds", "scope", "minimum_seconds"),
    *("valid_from", "valid_to", "organization", "organization_id"),
)
_NEEDED = ("mode", "valid_from")
KIND: Kind[NewRoundingPolicy] = Kind(
    "policy",
    whose=lambda new: new.organization_id,
    says=lambda new: new.rounding,
    meet=lambda one, other: one.organization_id == other.organization_id,
)


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy as a row has it; the customer by id or name."""

    line: int
    policy_id: UUID | None
    version: int | None
    named: Mapping[str, UUID | str]
    policy: NewRoundingPolicy


def lines(policies: Iterable[RoundingPolicy], names: Mapping[UUID, str]) -> Iterator[str]:
    """Lines of CSV: a row for each policy."""
    yield line_of(COLUMNS)
    for one in policies:
        rounding, customer = one.rounding, one.organization_id
        yield line_of(
            (
                *(one.policy_id, one.version, rounding.mode, rounding.step_seconds or ""),
                *(rounding.scope, rounding.minimum_seconds, one.valid_from, one.valid_to or ""),
                *(guarded(names.get(customer, "")) if customer else "", customer or ""),
            )
        )


def read_policies(data: bytes) -> list[PolicyRow]:
    """Read the rows of a file. Raises `RuleFileError` with all that is wrong."""
    errors = list[FieldError]()
    rows = [_row(cells) for cells in rows_of(data, COLUMNS, _NEEDED, errors)]
    refuse(errors)
    return rows


def kept(policy: RoundingPolicy) -> Kept[NewRoundingPolicy]:
    """A policy that is there."""
    new = NewRoundingPolicy(
        policy.organization_id, policy.rounding, policy.valid_from, policy.valid_to
    )
    return Kept(policy.policy_id, policy.version, new)


def _row(cells: Cells) -> PolicyRow:
    mode = cells.one_of("mode", MODES, "none")
    scope = cells.one_of("scope", SCOPES, "entry")
    step, minimum = cells.number("step_seconds"), cells.number("minimum_seconds") or 0
    rounding = Rounding(mode, step, scope, minimum)
    days = cells.first_day(), cells.day("valid_to")
    row = PolicyRow(
        *(cells.line, cells.id("id"), cells.version(), cells.named()),
        NewRoundingPolicy(None, rounding, *days),
    )
    if cells.right:
        _check(cells, row.policy)
    return row


def _check(cells: Cells, policy: NewRoundingPolicy) -> None:
    try:
        policy.check()
    except InvalidInputError as error:
        for one in error.fields:
            cells.wrong(one.field, one.reason)
