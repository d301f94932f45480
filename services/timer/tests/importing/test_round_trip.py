"""Random work, written as each product writes it, arrives whole: every second, whoever's and whatever it is."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.timer.tests.importing.factories import OPTIONS, SNAPSHOT, after
from timer.importing.parsing import parse
from timer.importing.planning import plan_import
from timer.importing.reporting import report_on

FIRST = datetime(2026, 10, 1, tzinfo=UTC)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
PEOPLE = {"Bo Lind": "bo@example.dk", "Ida Bech": "ida@example.dk"}
# without apostrophes: of "' =" nobody can tell whether Kimai has put the first before it
TEXT = st.text('abcæøå ,;"=-@\n', max_size=12)


@dataclass(frozen=True)
class Work:
    start: datetime
    seconds: int
    who: str
    client: str
    project: str
    note: str
    billable: bool

    @property
    def end(self) -> datetime:
        return self.start + timedelta(seconds=self.seconds)

    @property
    def duration(self) -> str:
        return f"{self.seconds // 3600}:{self.seconds // 60 % 60:02}:{self.seconds % 60:02}"

    @property
    def yes(self) -> str:
        return "Yes" if self.billable else "No"

    def local(self, form: str, at: datetime | None = None) -> str:
        return (at or self.start).astimezone(COPENHAGEN).strftime(form)


# one after another and not in the night of the double hour, which has tests of its own
WORK = st.lists(
    st.builds(
        lambda gap, seconds, *rest: (gap, seconds, rest),
        st.integers(0, 7200), st.integers(1, 36_000), st.sampled_from(sorted(PEOPLE)),
        st.sampled_from(("", "Nordlys ApS", "Havn & Co")), st.sampled_from(("", "Web", "Portal")),
        TEXT, st.booleans(),
    ),
    max_size=20,
)  # fmt: skip


def in_a_row(drawn: list[tuple[int, int, tuple[str, str, str, str, bool]]]) -> list[Work]:
    at, found = FIRST, []
    for gap, seconds, (who, client, project, note, billable) in drawn:
        at += timedelta(seconds=gap)
        found.append(Work(at, seconds, who, client, project, note, billable))
        at += timedelta(seconds=seconds)
    return found


Row = list[str]
PRODUCTS: dict[str, tuple[str, Callable[[Work], Row]]] = {
    "toggl": (
        "User,Email,Client,Project,Description,Billable,Start date,Start time,End date,End time,Duration",
        lambda w: [
            w.who, PEOPLE[w.who], w.client, w.project, w.note, w.yes, w.local("%Y-%m-%d"),
            w.local("%H:%M:%S"), w.local("%Y-%m-%d", w.end), w.local("%H:%M:%S", w.end), w.duration,
        ],
    ),
    "clockify": (
        "Project,Client,Description,User,Email,Type,Billable,Invoiced,Start Date,Start Time,End Date,End Time,Duration (h)",
        lambda w: [
            w.project, w.client, w.note, w.who, PEOPLE[w.who], "Regular", w.yes, "No",
            w.local("%Y-%m-%d"), w.local("%I:%M:%S %p"), w.local("%Y-%m-%d", w.end),
            w.local("%I:%M:%S %p", w.end), w.duration,
        ],
    ),
    "harvest": (
        "Date,Client,Project,Task,Notes,Hours,Billable?,Invoiced?,First Name,Last Name",
        lambda w: [
            w.local("%Y-%m-%d"), w.client, w.project, "Design", w.note, f"{w.seconds / 3600:.6f}",
            w.yes, "No", *w.who.split(),
        ],
    ),
    "kimai": (
        "Datum,Von,Bis,Dauer,Name,Benutzer,E-Mail,Kunde,Projekt,Tätigkeit,Beschreibung,Abrechenbar,Typ",
        lambda w: [
            w.local("%Y-%m-%d"), w.local("%H:%M"), w.local("%H:%M", w.end), w.duration, w.who,
            "login", PEOPLE[w.who], w.client, w.project, "Entwicklung",
            f"' {w.note}" if w.note[:1] in ("=", "-", "@", "\n") else w.note,
            str(int(w.billable)), "timesheet",
        ],
    ),
    "solidtime": (
        "Description,Task,Project,Client,User,Start,End,Duration,Duration (decimal),Billable,Tags",
        lambda w: [
            w.note, "", w.project, w.client, w.who, w.local("%Y-%m-%d %H:%M:%S"),
            w.local("%Y-%m-%d %H:%M:%S", w.end), w.duration, str(w.seconds / 3600), w.yes, "",
        ],
    ),
}  # fmt: skip


def exported(product: str, work: list[Work]) -> bytes:
    header, write = PRODUCTS[product]
    out = io.StringIO()
    csv.writer(out).writerows([header.split(","), *map(write, work)])
    return out.getvalue().encode()


@pytest.mark.parametrize("product", PRODUCTS)
@given(drawn=WORK)
@settings(max_examples=40)
def test_every_second_arrives_and_arrives_once(
    product: str, drawn: list[tuple[int, int, tuple[str, str, str, str, bool]]]
) -> None:
    work = in_a_row(drawn)
    file = parse(exported(product, work), OPTIONS)
    plan = plan_import(file, OPTIONS, SNAPSHOT)
    report = report_on(file, plan, SNAPSHOT)
    assert (report.source, report.errors, report.rows.create.count) == (product, [], len(work))
    assert report.totals.stored_seconds == sum(one.seconds for one in work)
    by_agent = {share.name: share for share in report.totals.by_agent}
    for who in by_agent:
        for billable, stored in (
            (True, by_agent[who].billable_seconds),
            (False, by_agent[who].other_seconds),
        ):
            expected = (w.seconds for w in work if (w.who, w.billable) == (who, billable))
            assert stored == sum(expected)
    notes = sorted("\n".join(w.note.strip().splitlines()) for w in work)
    assert sorted(one.row.description for one in plan.creates) == notes
    assert plan_import(file, OPTIONS, after(plan)).creates == []
