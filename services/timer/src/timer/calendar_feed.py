"""An agent's own time and absences as an iCalendar feed (RFC 5545)."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from timer.absence import Absence
from timer.calendar import local_date

DAYS_BACK, DAYS_AHEAD = 92, 366
MOST_EVENTS = 5_000
"""Of entries, the newest; an agent with fewer than 50 a day has them all."""
TOKEN_BYTES = 32
_NOON = time(12)
_KINDS = {
    "en": {"holiday": "Holiday", "sick": "Sick", "parental": "Parental leave", "other": "Away"},
    "da": {"holiday": "Ferie", "sick": "Syg", "parental": "Barsel", "other": "Fravær"},
}
_REQUESTED = {"en": "requested", "da": "anmodet"}


def new_token() -> str:
    """The secret part of a feed's address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> bytes:
    """What is stored of it; a token has so much chance in it that no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True, slots=True)
class FeedWindow:
    """The days of a feed, both included."""

    first: date
    last: date

    @classmethod
    def around(cls, now: datetime, time_zone: str) -> "FeedWindow":
        """Three months back and a year ahead."""
        today = local_date(now, time_zone)
        return cls(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry with the name of what it was spent on."""

    id: UUID
    version: int
    work_date: date
    started_at: datetime | None
    seconds: int
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What one agent's calendar shows."""

    account_id: UUID
    name: str
    time_zone: str
    language: str
    entries: Sequence[FeedEntry]
    absences: Sequence[Absence]

    @property
    def etag(self) -> str:
        """The same as long as nothing that is shown changed."""
        shown = (self.name, self.time_zone, self.language, *self.entries, *self.absences)
        digest = hashlib.sha256("\n".join(map(repr, shown)).encode())
        return f'"{digest.hexdigest()[:32]}"'

    def lines(self) -> Iterator[bytes]:
        """The calendar in pieces: its head, each event, its end."""
        calendar = Calendar()
        calendar.add("prodid", "-//Honorar//Calendar//EN")
        calendar.add("version", "2.0")
        calendar.add("name", self.name)
        calendar.add("x-wr-calname", self.name)
        calendar.add("x-wr-timezone", self.time_zone)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        head, end, _ = calendar.to_ical().partition(b"END:VCALENDAR")
        yield head
        for entry in self.entries:
            yield self._entry(entry).to_ical()
        for absence in self.absences:
            yield self._absence(absence).to_ical()
        yield end + b"\r\n"

    def _entry(self, entry: FeedEntry) -> Event:
        """At its time, as an instant; without a start, as a mark on its day that takes no time."""
        length = timedelta(seconds=entry.seconds)
        title = entry.title or entry.description or self.name
        event = self._event(entry.id, entry.version, entry.work_date)
        if entry.started_at is not None:
            event.add("summary", title)
            event.add("dtstart", entry.started_at.astimezone(UTC))
            event.add("dtend", (entry.started_at + length).astimezone(UTC))
        else:
            event.add("summary", f"{title} ({_hours(entry.seconds)})")
            event.add("dtstart", entry.work_date)
            event.add("dtend", entry.work_date + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
        if entry.description:
            event.add("description", entry.description)
        return event

    def _absence(self, absence: Absence) -> Event:
        """Whole days as days; from or until noon where the agent is."""
        days, kinds = absence.days, _KINDS.get(self.language, _KINDS["en"])
        event = self._event(absence.id, absence.version, days.first_day)
        title = kinds[absence.kind]
        if absence.state == "requested":
            title += f" ({_REQUESTED.get(self.language, _REQUESTED['en'])})"
        event.add("summary", title)
        after = days.last_day + timedelta(days=1)
        if days.starts_at_noon or days.ends_at_noon:
            first, last = days.first_day, days.last_day if days.ends_at_noon else after
            event.add("dtstart", self._at(first, noon=days.starts_at_noon))
            event.add("dtend", self._at(last, noon=days.ends_at_noon))
        else:
            event.add("dtstart", days.first_day)
            event.add("dtend", after)
        return event

    def _event(self, row_id: UUID, version: int, day: date) -> Event:
        """The id stays as long as what it stands for; the number of its changes grows."""
        event = Event()
        event.add("uid", f"{row_id}@{self.account_id}.honorar")
        event.add("dtstamp", datetime.combine(day, time(), tzinfo=UTC))
        event.add("sequence", version - 1)
        return event

    def _at(self, day: date, *, noon: bool) -> datetime:
        wall = datetime.combine(day, _NOON if noon else time(), tzinfo=ZoneInfo(self.time_zone))
        return wall.astimezone(UTC)


def _hours(seconds: int) -> str:
    minutes = (seconds + 30) // 60
    return f"{minutes // 60}:{minutes % 60:02}"
