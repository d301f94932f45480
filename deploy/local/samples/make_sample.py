"""Writes the sample exports, beside this file or into a folder: always the same bytes.

    python deploy/local/samples/make_sample.py [folder]

`toggl-2026-q3.csv` is a classic detailed report of three months (variant A); `toggl-week-b.csv` and
`toggl-week-c.csv` are its first week as the data export and as the current report write it.
"""

import csv
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random


@dataclass(frozen=True)
class Person:
    """`rate` is in DKK per hour; `holiday` is the ISO week they are away."""

    name: str
    email: str
    rate: Decimal
    holiday: int


@dataclass(frozen=True)
class Project:
    """`weight`: how often it is worked on, beside the others."""

    client: str
    name: str
    tasks: tuple[str, ...]
    weight: int
    billable: bool = True


PEOPLE = (
    Person("Mette Friis", "mette@studio.example", Decimal(950), 29),
    Person("Bo Lind", "bo@studio.example", Decimal(875), 30),
    Person("Ida Bech", "ida@studio.example", Decimal(1100), 31),
    Person("Jonas Vang Sørensen", "jonas@studio.example", Decimal(800), 28),
    Person("Katarzyna Nowicka", "kasia@studio.example", Decimal(1250), 32),
    Person("Luca Ferrante", "luca@studio.example", Decimal(725), 33),
)

PROJECTS = (
    Project("Nordlys ApS", "Webshop", ("Checkout", "Product pages", ""), 10),
    Project("Nordlys ApS", "Service agreement", ("",), 4),
    Project("Fjord A/S", "Brand", ("Logo", "Guidelines"), 7),
    Project("Havn & Co", "Portal", ("Login", "Search", "Reports"), 9),
    Project("Werft GmbH", "Portal", ("API", "Migration"), 8),
    Project("Lindeblad Arkitekter", "Website", ("Design", "Development", ""), 6),
    Project("Kystkraft A/S", "Annual report", ("Layout", "Charts"), 6),
    Project("Møllehuset I/S", "Booking", ("Calendar", "Payments"), 6),
    Project("Grønhave Frø A/S", "Catalogue", ("",), 4),
    Project("Östra Studio AB", "App", ("iOS", "Android", "Backend"), 8),
    Project("Skagbo Bryghus ApS", "Labels", ("Illustration", "Print"), 3),
    Project("Zelený Dům s.r.o.", "Intranet", ("Setup", "Training"), 4),
    Project("Fonden Lysning", "Campaign", ("Concept", "Social media"), 3),
    Project("Fonden Lysning", "Volunteering", ("",), 1, billable=False),
    Project("", "Internal", ("Meetings", "Planning", "Sales"), 8, billable=False),
)

NOTES = (
    "Review", "Fix \"pay\" button", "Call, follow-up", "Deploy", "Draft", "Corrections after meeting",
    "Tests", "Workshop", "E-mail and clarifications", "Prototype", "Release notes", "Bug: wrong VAT",
    "Sketches", "Handover", "", "Årsrapport, first round", "Refactoring", "Data import",
)  # fmt: skip
TAGS = ("", "", "", "dev", "design", "meeting", "dev, urgent", "support", "design, review")

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
FIRST_WEEK_ENDS = date(2026, 7, 5)
CLASSIC = (
    "User", "Email", "Client", "Project", "Task", "Description", "Billable",
    "Start date", "Start time", "End date", "End time", "Duration", "Tags",
)  # fmt: skip
CURRENT = (
    "Description", "Billable", "Duration", "Member", "Email", "Project", "Client", "Tags",
    "Amount", "Currency", "Start date", "Start time", "Stop date", "Stop time",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    person: Person
    project: Project
    task: str
    note: str
    tags: str
    start: datetime
    seconds: int

    @property
    def end(self) -> datetime:
        return self.start + timedelta(seconds=self.seconds)

    @property
    def duration(self) -> str:
        minutes, seconds = divmod(self.seconds, 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"

    @property
    def amount(self) -> str:
        if not self.project.billable:
            return ""
        exact = self.person.rate * self.seconds / 3600
        return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def entries() -> list[Entry]:
    """Three months of a small studio, with the oddities that real exports have."""
    chance = Random(2026_07)  # noqa: S311 (repeatable, not secret)
    found = [entry for person in PEOPLE for entry in months(person, chance)]
    found.sort(key=lambda one: (one.start, one.person.email))
    return sorted([*found, *oddities(found)], key=lambda one: (one.start, one.person.email))


def months(person: Person, chance: Random) -> Iterator[Entry]:
    day = FIRST
    while day <= LAST:
        if day.weekday() < 5 and day.isocalendar().week != person.holiday:
            yield from workday(person, day, chance)
        day += timedelta(days=1)


def workday(person: Person, day: date, chance: Random) -> Iterator[Entry]:
    at = datetime.combine(day, datetime.min.time()) + timedelta(
        hours=8, minutes=chance.randrange(5, 70), seconds=chance.randrange(60)
    )
    for _ in range(chance.choice((4, 5, 5, 5, 6, 6, 7))):
        (project,) = chance.choices(PROJECTS, [one.weight for one in PROJECTS])
        seconds = chance.randrange(12 * 60, 130 * 60)
        task, note, tags = chance.choice(project.tasks), chance.choice(NOTES), chance.choice(TAGS)
        entry = Entry(person, project, task, note, tags, at, seconds)
        yield entry
        at = entry.end + timedelta(seconds=chance.randrange(0, 25 * 60))


def oddities(found: list[Entry]) -> Iterator[Entry]:
    """Nights, the same row twice, overlaps of seconds and a timer stopped at once."""
    for place in (150, 700, 1300):
        night = datetime.combine(found[place].start.date(), datetime.min.time())
        yield replace(found[place], start=night + timedelta(hours=23, minutes=20), seconds=6125)
    yield found[400]
    yield found[1000]
    for place in (300, 900, 1500):
        before = found[place]
        yield replace(before, start=before.end - timedelta(seconds=20), seconds=600, note="Call")
    yield replace(found[1200], start=found[1200].start - timedelta(hours=3), seconds=0, note="")


def classic(one: Entry) -> tuple[str, ...]:
    return (
        one.person.name, one.person.email, one.project.client, one.project.name, one.task, one.note,
        "Yes" if one.project.billable else "No",
        f"{one.start:%Y-%m-%d}", f"{one.start:%H:%M:%S}", f"{one.end:%Y-%m-%d}", f"{one.end:%H:%M:%S}",
        one.duration, one.tags,
    )  # fmt: skip


def current(one: Entry) -> tuple[str, ...]:
    cells = (
        one.note, "Yes" if one.project.billable else "No", one.duration if one.seconds else "",
        one.person.name, one.person.email, one.project.name, one.project.client, one.tags,
        one.amount, "DKK" if one.amount else "",
        f"{one.start:%Y-%m-%d}", f"{one.start:%H:%M:%S}", f"{one.end:%Y-%m-%d}", f"{one.end:%H:%M:%S}",
    )  # fmt: skip
    return tuple(cell or "-" for cell in cells)


def written(rows: Iterable[tuple[str, ...]], *, all_quoted: bool) -> bytes:
    text = io.StringIO()
    csv.writer(
        text, lineterminator="\n", quoting=csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    ).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def samples() -> dict[str, bytes]:
    """File name to content."""
    everything = entries()
    week = [one for one in everything if one.start.date() <= FIRST_WEEK_ENDS]
    quarter = ((*classic(one), one.amount) for one in everything)
    return {
        "toggl-2026-q3.csv": written([(*CLASSIC, "Amount (DKK)"), *quarter], all_quoted=False),
        "toggl-week-b.csv": written([CLASSIC, *map(classic, week)], all_quoted=True),
        "toggl-week-c.csv": written([CURRENT, *map(current, week)], all_quoted=True),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, content in samples().items():
        (folder / name).write_bytes(content)
