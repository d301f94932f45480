"""The rules of an account, of either kind: as they are, and as they were known at another time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, insert, or_, select, text, tuple_, update

from database import Session
from database.mapping import as_dataclass, attributes
from rates.domain.matching import Customer, Work
from rates.domain.rules import Rule, RuleKind, Scope
from rates.store.rule_tables import CostRow, RateRow

_ROWS: Mapping[RuleKind, type[RateRow | CostRow]] = {"rate": RateRow, "cost": CostRow}

_BEGIN_CHANGE = text("""
INSERT INTO rate_cards AS card (changed_at) VALUES (clock_timestamp())
ON CONFLICT (account_id) DO UPDATE
SET changed_at = greatest(clock_timestamp(), card.changed_at + interval '1 microsecond')
RETURNING changed_at, old.changed_at AS before
""")


@dataclass(frozen=True, slots=True)
class RateFilter:
    """Which rules to list: those that name exactly these, hold on this day, as known at this time."""

    scope: Scope
    on: date | None = None
    known_at: datetime | None = None


async def begin_change(session: Session) -> datetime:
    """Wait for other changes of the account's rules; returns this one's time, which is later than theirs.

    Parallel inserts under an exclusion constraint would otherwise end each other by deadlock.
    """
    now, _ = await begin_change_after(session)
    return now


async def begin_change_after(session: Session) -> tuple[datetime, datetime | None]:
    """As `begin_change`; returns this change's time, and that of the change before."""
    row = (await session.execute(_BEGIN_CHANGE)).one()
    return row.changed_at, row.before


async def add(session: Session, rule: Rule, by: str, kind: RuleKind = "rate") -> None:
    """Write a version of a rule; `rates_never_overlap` or `costs_never_overlap` may refuse it."""
    session.add(_ROWS[kind](**attributes(rule), recorded_by=by))
    await session.flush()


async def supersede(
    session: Session, rule: Rule, now: datetime, by: str, kind: RuleKind = "rate"
) -> None:
    """Note that this version is our knowledge no longer."""
    row = _ROWS[kind]
    await session.execute(
        update(row)
        .where(row.rule_id == rule.rule_id, row.version == rule.version)
        .values(superseded_at=now, superseded_by=by)
    )


async def replace_all(
    session: Session,
    superseded: Collection[Rule],
    added: Collection[Rule],
    now: datetime,
    by: str,
    kind: RuleKind = "rate",
) -> None:
    """Write the versions of rules that hold from now on in place of these; a constraint of their table may refuse them."""
    row = _ROWS[kind]
    old = [(rule.rule_id, rule.version) for rule in superseded]
    if old:
        await session.execute(
            update(row)
            .where(tuple_(row.rule_id, row.version).in_(old))
            .values(superseded_at=now, superseded_by=by)
        )
    if added:
        await session.execute(insert(row), [_values(rule, by) for rule in added])


def _values(rule: Rule, by: str) -> dict[str, Any]:
    columns = attributes(rule)
    scope, rate = columns.pop("scope"), columns.pop("hourly_rate")
    return {**columns, **attributes(scope), **attributes(rate), "recorded_by": by}


async def book(session: Session, kind: RuleKind = "rate") -> Sequence[Rule]:
    """All rules of a kind as they are."""
    return [as_dataclass(Rule, row) for row in await session.scalars(_known(kind, None))]


async def find(
    session: Session, rule_id: UUID, known_at: datetime | None = None, kind: RuleKind = "rate"
) -> Rule | None:
    """Read a rule as it is, or as it was at another time."""
    row = await session.scalar(_known(kind, known_at).where(_ROWS[kind].rule_id == rule_id))
    return None if row is None else as_dataclass(Rule, row)


async def changed_at(
    session: Session, moment: datetime, kind: RuleKind
) -> tuple[Sequence[Rule], Sequence[Rule]]:
    """The versions of rules that a change at this moment superseded, and those that it made."""
    row = _ROWS[kind]
    before = await session.scalars(select(row).where(row.superseded_at == moment))
    after = await session.scalars(select(row).where(row.recorded_at == moment))
    return [as_dataclass(Rule, one) for one in before], [as_dataclass(Rule, one) for one in after]


async def find_last(session: Session, rule_id: UUID) -> Rule | None:
    """Read a rule as it last was, also when it was withdrawn."""
    query = select(RateRow).where(RateRow.rule_id == rule_id).order_by(RateRow.version.desc())
    row = await session.scalar(query.limit(1))
    return None if row is None else as_dataclass(Rule, row)


async def any_ever(session: Session, kind: RuleKind) -> bool:
    """Whether the account has or had any rule of this kind."""
    return bool(await session.scalar(select(exists().select_from(_ROWS[kind]))))


async def list_rules(
    session: Session,
    filter_: RateFilter,
    customer: Customer | None,
    after: UUID | None,
    limit: int | None,
    kind: RuleKind = "rate",
) -> Sequence[Rule]:
    """List rules in order of their ids, which is that of their making; those of all that the customer is."""
    row = _ROWS[kind]
    query = _known(kind, filter_.known_at).order_by(row.rule_id).limit(limit)
    if customer is not None:
        query = query.where(row.organization_id.in_(customer.names))
    for name, value in filter_.scope.named.items():
        if name != "organization_id":
            query = query.where(getattr(row, name) == value)
    if filter_.on is not None:
        query = query.where(
            row.valid_from <= filter_.on, or_(row.valid_to.is_(None), row.valid_to >= filter_.on)
        )
    if after is not None:
        query = query.where(row.rule_id > after)
    return [as_dataclass(Rule, row) for row in await session.scalars(query)]


async def covering(
    session: Session, work: Work, known_at: datetime | None, kind: RuleKind = "rate"
) -> Sequence[Rule]:
    """Read the rules that name nothing but what the work has, whenever they hold."""
    query = _known(kind, known_at)
    for name, value in asdict(work.scope).items():
        column = getattr(_ROWS[kind], name)
        named = {value, *work.merged} if name == "organization_id" else {value}
        query = query.where(or_(column.is_(None), column.in_(named)) if value else column.is_(None))
    return [as_dataclass(Rule, row) for row in await session.scalars(query)]


def _known(kind: RuleKind, moment: datetime | None) -> Select[Any]:
    row = _ROWS[kind]
    query = select(row)
    if moment is None:
        return query.where(row.superseded_at.is_(None))
    unrevised = or_(row.superseded_at.is_(None), row.superseded_at > moment)
    return query.where(row.recorded_at <= moment, unrevised)
