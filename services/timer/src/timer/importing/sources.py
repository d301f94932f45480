"""Programs whose exports are read: what their headers call our fields, and which headers tell them apart.

Names are those of the exporters' own sources and of real files:

- Toggl Track: classic detailed report, data export, current report (`csvs` of its reports API).
- Clockify: detailed report; its workspace may call a task an activity.
- Harvest: detailed time report, "Export all time", and the eight columns that Harvest itself imports.
- Kimai: `src/Export/DefaultTemplate.php` and `ColumnConverter.php` of kimai/kimai 2.66 (`kimai_words` has the languages).
- solidtime: `app/Service/ReportExport/TimeEntriesDetailedCsvExport.php` of solidtime-io/solidtime, and the file that its
  importer of time entries takes (`resources/testfiles/generic_time_entries_import_test_1.csv`).
- Honorar: our own export (`timer.exporting`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from timer.importing.kimai_words import LANGUAGES
from timer.importing.numbers import Unit

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One way in which one program writes time; names are lower case.

    `spellings` are the names of each field, the best first. A header that has all names of one of `signs`, and none of
    `others`, is this source's. `task_is_kind`: what it calls a task is a kind of work. `time_types`: what its columns of
    types say of rows that are time. `unit` is that of bare integers as durations. `guarded`: text that a spreadsheet
    would take for a formula begins with an apostrophe. `custom_columns`: names of columns may repeat, the first is its own.
    """

    name: str
    variant: str
    spellings: Mapping[str, Names]
    signs: tuple[frozenset[str], ...]
    others: frozenset[str] = frozenset()
    task_is_kind: bool = False
    time_types: tuple[str, ...] = ()
    unit: Unit | None = None
    guarded: bool = False
    custom_columns: bool = False

    def wrote(self, names: frozenset[str]) -> bool:
        return not names & self.others and any(sign <= names for sign in self.signs)


def _signs(*signs: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(sign.split("|")) for sign in signs)


_WORK: Mapping[str, Names] = {
    "client": ("client",),
    "project": ("project",),
    "task": ("task",),
    "description": ("description",),
    "billable": ("billable",),
    "tags": ("tags",),
}
_CLOCKIFY_MARKS = frozenset({"duration (h)", "duration (decimal)", "group"})

TOGGL = Source(
    "toggl",
    "",
    {
        **_WORK,
        "who": ("user", "member"),
        "email": ("email", "e-mail"),
        "start_date": ("start date",),
        "start_time": ("start time",),
        "end_date": ("end date", "stop date"),
        "end_time": ("end time", "stop time"),
        "duration": ("duration",),
        "amount": ("amount",),
        "currency": ("currency",),
    },
    _signs(
        "start date|duration", "start date|start time|end time", "start date|start time|stop time"
    ),
    others=_CLOCKIFY_MARKS,
)
CLOCKIFY = Source(
    "clockify",
    "detailed",
    {
        **_WORK,
        "who": ("user",),
        "email": ("email",),
        "task": ("task", "activity"),
        "type": ("type",),
        "invoiced": ("invoiced",),
        "invoice": ("invoice id",),
        "start_date": ("start date",),
        "start_time": ("start time",),
        "end_date": ("end date",),
        "end_time": ("end time",),
        "duration": ("duration (h)", "duration (decimal)"),
    },
    _signs(
        "start date|duration (h)", "start date|duration (decimal)", "start date|start time|group"
    ),
    time_types=("regular",),
    unit="hours",
)
HARVEST = Source(
    "harvest",
    "detailed",
    {
        **_WORK,
        "first_name": ("first name",),
        "last_name": ("last name",),
        "description": ("notes",),
        "billable": ("billable?",),
        "invoiced": ("invoiced?",),
        "start_date": ("date",),
        "start_time": ("started at",),
        "end_time": ("ended at",),
        "duration": ("hours",),
        "amount": ("billable amount",),
        "currency": ("currency",),
    },
    _signs("date|hours|first name", "date|hours|last name", "date|hours|client|project"),
    task_is_kind=True,
    unit="hours",
)
SOLIDTIME = Source(
    "solidtime",
    "detailed",
    {
        **_WORK,
        "who": ("user", "user_name"),
        "email": ("user_email",),
        "started_at": ("start",),
        "ended_at": ("end",),
        "duration": ("duration", "duration (decimal)"),
    },
    _signs("start|end|duration (decimal)", "start|end|user_name", "start|end|user_email"),
    unit="hours",
)
HONORAR = Source(
    "honorar",
    "1",
    {
        "id": ("entry id",),
        "who": ("agent",),
        "email": ("email",),
        "client": ("organization",),
        "project": ("project",),
        "task": ("task",),
        "kind": ("service type",),
        "description": ("description",),
        "tags": ("tags",),
        "billable": ("billable",),
        "start_date": ("work date",),
        "started_at": ("started at",),
        "ended_at": ("ended at",),
        "duration": ("duration",),
        "time_zone": ("time zone",),
    },
    _signs("entry id|work date|duration"),
    guarded=True,
)
_KIMAI_FIELDS = (
    *("start_date", "start_time", "end_time", "duration", "amount", "currency", "name", "user"),
    *("email", "client", "project", "task", "description", "invoiced", "billable", "tags", "type"),
)
_KIMAI_UNTRANSLATED: Mapping[str, Names] = {"category": ("category",), "id": ("id",)}


def _kimai(language: str, words: str) -> Source:
    """Names that a language lacks are English in Kimai, and those of version 1 differ in English."""
    given = dict(zip(_KIMAI_FIELDS, words.casefold().split("|"), strict=True))
    english = dict(zip(_KIMAI_FIELDS, LANGUAGES["en"].casefold().split("|"), strict=True))
    spellings = {
        field: tuple(dict.fromkeys((given[field], english[field]))) for field in _KIMAI_FIELDS
    }
    spellings["who"] = (*spellings.pop("name"), *spellings.pop("user"))
    spellings["amount"] = (*spellings["amount"], "rate")
    date, duration, client, kind = (
        given[one] for one in ("start_date", "duration", "client", "task")
    )
    times = f"{given['start_time']}|{given['end_time']}"
    return Source(
        "kimai",
        language,
        {**spellings, **_KIMAI_UNTRANSLATED},
        _signs(
            f"{date}|{duration}|{client}", f"{date}|{duration}|{kind}", f"{date}|{duration}|{times}"
        ),
        task_is_kind=True,
        time_types=("timesheet", "work"),
        guarded=True,
        custom_columns=True,
    )


KIMAI = tuple(_kimai(language, words) for language, words in LANGUAGES.items())
SOURCES = (TOGGL, CLOCKIFY, HARVEST, *KIMAI, SOLIDTIME, HONORAR)
KNOWN = tuple(dict.fromkeys(source.name for source in SOURCES))


def named(name: str) -> Iterator[Source]:
    return (source for source in SOURCES if source.name == name)
