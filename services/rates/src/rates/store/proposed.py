"""What rules that are not there yet would make of time, in the statement that prices it; nothing is written."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from database import Row, Session, Statement
from money import Money
from rates.domain.previews import Charged, Example, Repriced, most_different
from rates.domain.rules import SCOPE_FIELDS, Rule, RuleKind
from rates.store.customers import staying
from rates.store.matching import COST, TABLES, matched
from rates.store.prices import ENTRY_COLUMNS, PRICE
from rates.store.reach import REGIONS, Region, reached, region_values
from rates.store.rounding import rounded, unrounded

_SCOPE = ", ".join(SCOPE_FIELDS)
_OTHER: dict[RuleKind, RuleKind] = {"rate": "cost", "cost": "rate"}


# Named as the table of rules, it takes its place in what follows. Ordered, so that the first that covers is the one. Of the
# other kind there are none.
def _rules(kind: RuleKind) -> str:
    table, other = TABLES[kind], TABLES[_OTHER[kind]]
    return f"""
{table} AS MATERIALIZED (
    SELECT rule_id, {_SCOPE}, weight, amount, currency, valid_from, valid_to, superseded_at FROM {table}
    WHERE superseded_at IS NULL AND rule_id <> ALL(CAST(:superseded AS uuid[]))
    UNION ALL
    SELECT *, NULL FROM unnest(CAST(:rule_ids AS uuid[]),
        {", ".join(f"CAST(:rule_{name} AS uuid[])" for name in SCOPE_FIELDS)}, CAST(:weights AS int[]),
        CAST(:amounts AS numeric[]), CAST(:currencies AS text[]), CAST(:valid_from AS date[]), CAST(:valid_to AS date[]))
    ORDER BY weight DESC
), {other} AS (SELECT * FROM {other} WHERE false)"""


_CHARGED = "greatest(after.seconds + after.rounding_seconds, 0)"
# What an hour is worth, and how many seconds of it count, before and after.
_VALUES: dict[RuleKind, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "rate": (
        ("stored.amount", "stored.currency", "stored.billed_seconds"),
        ("after.amount", "after.currency", _CHARGED),
    ),
    "cost": (
        ("stored.cost_amount", "stored.cost_currency", "stored.seconds"),
        ("after.cost_amount", "after.cost_currency", "after.seconds"),
    ),
}
_AFTER = "amount", "currency", "charged_seconds"
Rounding = Callable[[Sequence[str], str], str]


_KNOWN = "known_amount", "known_currency", "known_seconds"


def _compared(kind: RuleKind, rounding: Rounding) -> str:
    """SQL of `compared`: time with its worth before and after, with what else is rounded otherwise because of it.

    What is only rounded otherwise is not in reach, so that where time is rounded each entry is looked up as it is.
    """
    before, after = _VALUES[kind]
    is_now = [f"{value} AS {name}" for value, name in zip(before, _KNOWN, strict=True)]
    would_be = [f"{value} AS {name}" for value, name in zip(after, _AFTER, strict=True)]
    columns, looked_up = [*ENTRY_COLUMNS, *PRICE, *COST], ""
    if rounding is unrounded:
        known = [*_KNOWN, "known_rule_id"]
        columns += known
    else:
        known = [*is_now, "stored.rule_id AS known_rule_id"]
        looked_up = """
    CROSS JOIN LATERAL (SELECT * FROM time_entries WHERE entry_id = after.entry_id LIMIT 1) AS stored"""
    return f"""
WITH {REGIONS}, {_rules(kind)}, {matched(reached(kind, is_now))}, {rounding(columns, "true")}, compared AS (
    SELECT after.entry_id, after.organization_id AS named, customer.id, after.project_id, after.work_item_id, after.seconds,
        after.rule_id, after.rounding_seconds, {", ".join([*known, *would_be])}
    FROM rounded AS after{looked_up}
    LEFT JOIN customer ON customer.organization_id = after.organization_id
)"""


_PAYER = f"coalesce(id, {staying('compared.named')})"
_DIFFER = """(known_amount, known_currency, known_seconds) IS DISTINCT FROM (amount, currency, charged_seconds)"""


# A row for what is alike, so that money is rounded as on the lines of an invoice.
def _alike(kind: RuleKind, rounding: Rounding) -> Statement:
    return Statement(f"""
{_compared(kind, rounding)}, changed AS MATERIALIZED (SELECT *, {_PAYER} AS payer FROM compared WHERE {_DIFFER})
SELECT payer AS organization_id, project_id, work_item_id, known_amount, known_currency, amount, currency,
    count(*) AS entries, sum(seconds) AS seconds, sum(known_seconds) AS known_seconds,
    sum(charged_seconds) AS charged_seconds, any_value(entry_id) AS example
FROM changed GROUP BY 1, 2, 3, 4, 5, 6, 7
""")


# Where time is divided, a row for each entry that is.
def _each(rounding: Rounding) -> Statement:
    return Statement(f"""
{_compared("rate", rounding)}
SELECT entry_id, rule_id, amount, currency, rounding_seconds FROM compared
WHERE {_DIFFER} OR known_rule_id IS DISTINCT FROM rule_id
""")


_ROUNDINGS = {False: unrounded, True: rounded}
_ALIKE: dict[tuple[RuleKind, bool], Statement] = {
    ("cost", False): _alike("cost", unrounded),
    ("rate", False): _alike("rate", unrounded),
    ("rate", True): _alike("rate", rounded),
}
_EACH = {rounds: _each(rounding) for rounds, rounding in _ROUNDINGS.items()}
_PLACES = Statement(f"""
SELECT entry.entry_id, work_item_id, {staying("entry.organization_id")} AS payer
FROM unnest(CAST(:entry_ids AS uuid[])) AS wanted(entry_id)
CROSS JOIN LATERAL (SELECT * FROM time_entries WHERE entry_id = wanted.entry_id LIMIT 1) AS entry
""")
_EXAMPLES = Statement("""
SELECT entry_id, agent_id, work_date, seconds FROM time_entries WHERE entry_id = ANY(CAST(:entry_ids AS uuid[]))
""")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rules that would hold in the place of others for work in these regions."""

    kind: RuleKind
    regions: Sequence[Region]
    superseded: Sequence[Rule]
    added: Sequence[Rule]


@dataclass(frozen=True, slots=True)
class ProposedPrice:
    """The price that an entry would have, and what rounding would add to its seconds."""

    entry_id: UUID
    rule_id: UUID | None
    amount: Decimal | None
    currency: str | None
    rounding_seconds: int


@dataclass(frozen=True, slots=True)
class Place:
    """Who pays for an entry, and on what it was worked."""

    organization_id: UUID | None
    work_item_id: UUID | None


async def alike(session: Session, proposal: Proposal, *, rounds: bool) -> list[Repriced]:
    """The time that would get another price, or cost, where no time is divided."""
    statement = _ALIKE[proposal.kind, rounds and proposal.kind == "rate"]
    return [_repriced(row) for row in await statement.all(session, _values(proposal))]


async def each(session: Session, proposal: Proposal, *, rounds: bool) -> list[ProposedPrice]:
    """The entries that rates would price otherwise as a whole, before they are divided."""
    rows = await _EACH[rounds].all(session, _values(proposal))
    return [
        ProposedPrice(row.entry_id, row.rule_id, row.amount, row.currency, row.rounding_seconds)
        for row in rows
    ]


async def places(session: Session, entry_ids: Collection[UUID]) -> dict[UUID, Place]:
    """Where entries belong on an invoice."""
    rows = await _PLACES.all(session, {"entry_ids": list(entry_ids)}) if entry_ids else []
    return {row.entry_id: Place(row.payer, row.work_item_id) for row in rows}


async def examples(session: Session, repriced: Sequence[Repriced]) -> list[Example]:
    """An entry of each of those that show best what a change does."""
    shown = {one.example: one for one in most_different(repriced)}
    rows = {row.entry_id: row for row in await _EXAMPLES.all(session, {"entry_ids": list(shown)})}
    return [
        Example(
            entry_id=entry_id,
            agent_id=rows[entry_id].agent_id,
            organization_id=one.organization_id,
            work_date=rows[entry_id].work_date,
            seconds=rows[entry_id].seconds,
            before=one.before,
            after=one.after,
        )
        for entry_id, one in shown.items()
    ]


def _repriced(row: Row) -> Repriced:
    before, after = _money(row.known_amount, row.known_currency), _money(row.amount, row.currency)
    return Repriced(
        *(row.organization_id, row.project_id, row.work_item_id),
        before=before,
        after=after,
        entries=row.entries,
        seconds=row.seconds,
        example=row.example,
        charged_before=_charged(before, row.known_seconds),
        charged_after=_charged(after, row.charged_seconds),
    )


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)


def _charged(price: Money | None, seconds: int) -> tuple[Charged, ...]:
    return () if price is None else (Charged("hourly", price, seconds),)


def _values(proposal: Proposal) -> dict[str, Any]:
    rules = proposal.added
    scopes = {
        f"rule_{name}": [getattr(rule.scope, name) for rule in rules] for name in SCOPE_FIELDS
    }
    return {
        **region_values(proposal.regions),
        **scopes,
        "superseded": [rule.rule_id for rule in proposal.superseded],
        "rule_ids": [rule.rule_id for rule in rules],
        "weights": [rule.weight for rule in rules],
        "amounts": [rule.hourly_rate.amount for rule in rules],
        "currencies": [rule.hourly_rate.currency for rule in rules],
        "valid_from": [rule.valid_from for rule in rules],
        "valid_to": [rule.valid_to for rule in rules],
    }
