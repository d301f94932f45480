"""Agreements as tables that a bookkeeper can read: entries and how they are charged, months, blocks.

An entry is `day | work | state | charged`, work being parts like `1:30@100`, `0:50>1:00@100` where 50 minutes are billed as
an hour, or `1:00@-` without a rate; what is `billed` stays as the table says it is charged. What comes out is written as a
table again, with the columns that the expected one names, so that a difference can be seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from rates.domain.agreement_months import months_until
from rates.domain.agreements import Agreement
from rates.domain.allocation import Allocated, Allocation, Claimant, allocate
from rates.domain.charges import ClosedCharge, block_charge_id, milestone_charge_id, month_charge_id
from rates.domain.segments import Segment, Treatment

FAR = date(2032, 12, 31)


@dataclass
class Case:
    """What is agreed and was worked, and what comes of it on a day; `closed`: what is billed, by label."""

    name: str
    agreements: Sequence[Agreement]
    entries: str
    months: str = ""
    blocks: str = ""
    today: str = "2026-03-10"
    closed: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def day_of(text: str) -> date:
    """A day as a table writes it; without a year it is one of 2026."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def seconds_of(text: str) -> int:
    """A duration as a table writes it: hours and minutes, and seconds where there are some."""
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + sum(seconds)


def duration(seconds: int) -> str:
    """The same, written."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")


def rows(table: str) -> list[list[str]]:
    """The cells of a table, its header first."""
    lines = [line for line in table.splitlines() if line.strip()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def labels(agreements: Iterable[Agreement]) -> dict[UUID, str]:
    """What charges are called in tables: `A` for a month of an agreement A, `A1` for its first block or milestone."""
    names: dict[UUID, str] = {}
    for one in agreements:
        for part in months_until(one, FAR) if one.terms else ():
            names[month_charge_id(one, part)] = f"{one.name} {part.first_day:%Y-%m}"
        for number, block in enumerate(one.blocks, 1):
            names[block_charge_id(one, block)] = f"{one.name}{number}"
        for number, milestone in enumerate(one.milestones, 1):
            names[milestone_charge_id(one, milestone)] = f"{one.name}{number}"
    return names


def entry_of(case: Case, place: int, row: dict[str, str]) -> Claimant:
    """An entry of a table."""
    base = _parts(row["work"])
    priced = row["work"][-1] != "-"
    billed = None
    day = day_of(row["day"])
    if row["state"] == "billed":
        billed = tuple(_billed(case, day, row["charged"], base))
    return Claimant(
        UUID(int=place),
        day,
        _start(day, row.get("start")),
        _id(row.get("project")),
        _id(row.get("service")),
        row.get("currency", "DKK") if priced or billed else None,
        tuple(base) if priced else (),
        sum(part.seconds for part in base),
        sum(part.billed_seconds for part in base),
        row["state"] in ("approved", "billed"),
        billed,
    )


def _start(day: date, text: str | None) -> datetime | None:
    """The instant that a table writes by the clock of Greenwich."""
    return datetime.fromisoformat(f"{day}T{text}Z") if text else None


def _id(text: str | None) -> UUID | None:
    return UUID(int=int(text)) if text else None


def _parts(text: str) -> list[Segment]:
    parts: list[Segment] = []
    for part in text.split("+"):
        length, rate = part.strip().split("@")
        raw, _, billed = length.partition(">")
        start, seconds = parts[-1].end if parts else 0, seconds_of(raw)
        amount = Decimal(0 if rate == "-" else rate)
        rule_id = None if rate == "-" else UUID(int=5)
        parts.append(
            Segment(start, start + seconds, "hourly", seconds_of(billed or raw), amount, rule_id)
        )
    return parts


def _billed(case: Case, day: date, charged: str, base: Sequence[Segment]) -> Iterable[Segment]:
    """Segments that a billed entry has, all at the rate of its first."""
    ids = {name: key for key, name in labels(case.agreements).items()}
    start = 0
    for part in charged.split("+"):
        length, treatment, *label = part.split()
        seconds = seconds_of(length)
        name = " ".join(label)
        key = ids.get(name) or ids.get(f"{name} {day:%Y-%m}")
        yield Segment(
            start,
            start + seconds,
            cast("Treatment", treatment),
            seconds,
            base[0].hourly_rate,
            base[0].rule_id,
            charge_id=key,
        )
        start += seconds


def allocated(case: Case) -> tuple[list[Claimant], Allocation]:
    """The entries of a case, and what comes of them."""
    ids = {name: key for key, name in labels(case.agreements).items()}
    closed = [_closed(ids[name], *figures.split()) for name, figures in case.closed.items()]
    header, *lines = rows(case.entries) or [[]]
    entries = [
        entry_of(case, place, dict(zip(header, line, strict=True)))
        for place, line in enumerate(lines, 1)
    ]
    return entries, allocate(case.agreements, entries, closed, day_of(case.today))


def _closed(
    charge_id: UUID, amount: str, base: str | None = None, rolled_over: str | None = None
) -> ClosedCharge:
    included, before = (None if one is None else seconds_of(one) for one in (base, rolled_over))
    return ClosedCharge(charge_id, Decimal(amount), included, rolled_over_seconds=before)


def expected(case: Case) -> str:
    """The tables of a case."""
    return "\n\n".join(_normal(one) for one in (case.entries, case.months, case.blocks) if one)


def found(case: Case) -> str:
    """The same tables as they come out; of months those that the case names."""
    entries, outcome = allocated(case)
    tables = [written_entries(case, entries, outcome)] if case.entries else []
    tables += [written_months(case, outcome)] if case.months else []
    tables += [written_blocks(case, outcome)] if case.blocks else []
    return "\n\n".join(tables)


def written_entries(case: Case, entries: Sequence[Claimant], outcome: Allocation) -> str:
    """The table of entries, with what they are charged as it came out."""
    header, *lines = rows(case.entries) or [[]]
    names = labels(case.agreements)
    for line, entry in zip(lines, entries, strict=True):
        line[-1] = charged(outcome.entries[entry.entry_id], names, f"{entry.work_date:%Y-%m}")
    return _written([header, *lines])


def charged(entry: Allocated, names: dict[UUID, str], month: str) -> str:
    """How an entry is charged: `6:00 included A + 2:00 overage A`."""
    if not entry.segments:
        return "unpriced"
    return " + ".join(_charged(one, names, month) for one in entry.segments)


def _charged(segment: Segment, names: dict[UUID, str], month: str) -> str:
    raw, billed = duration(segment.seconds), duration(segment.billed_seconds)
    name = names[segment.charge_id].removesuffix(f" {month}") if segment.charge_id else ""
    return f"{raw if raw == billed else f'{raw}>{billed}'} {segment.treatment} {name}".strip()


def written_months(case: Case, outcome: Allocation) -> str:
    """The table of months, with the columns that the expected one has."""
    header, *expected = rows(case.months)
    named = {line[0] for line in expected}
    names = labels(case.agreements)
    charges = {charge.charge_id: charge for charge in outcome.charges}
    lines = []
    for month in outcome.months:
        charge = charges[month.charge_id]
        cells: dict[str, Any] = {
            "month": names[month.charge_id],
            "days": f"{month.first_day:%m-%d}..{month.last_day:%m-%d}",
            "base": duration(month.base_seconds),
            "rolled": " + ".join(
                f"{duration(one.seconds)}-{duration(one.used_seconds)} of {one.month:%m}"
                for one in month.rolled_over
            ),
            "used": duration(month.used_seconds),
            "over": duration(month.overage_seconds),
            "unused": duration(month.unused_seconds),
            "lost": duration(month.expiring_seconds),
            "fees": month.fees,
            "expected": month.amount,
            "charge": "-" if charge.cancelled else charge.amount,
            "from": f"{charge.billable_from:%m-%d}",
            "total": month.fees + month.amount,
        }
        if cells["month"] in named:
            lines.append([str(cells[name]) for name in header])
    return _written([header, *lines])


def written_blocks(case: Case, outcome: Allocation) -> str:
    """The table of blocks."""
    header = rows(case.blocks)[0]
    names = labels(case.agreements)
    lines = []
    for block in outcome.blocks:
        hours = block.remaining_seconds is not None
        cells = {
            "block": names[block.charge_id],
            "drawn": duration(block.drawn_seconds) if hours else str(block.drawn_amount),
            "left": duration(block.remaining_seconds or 0)
            if hours
            else str(block.remaining_amount),
        }
        lines.append([cells[name] for name in header])
    return _written([header, *lines])


def _written(table: Sequence[Sequence[str]]) -> str:
    return "\n".join(" | ".join(line) for line in table)


def _normal(table: str) -> str:
    """A table without its alignment."""
    return _written(rows(table))
