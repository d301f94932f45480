"""Whole files: the same work in every variant and notation is the same rows; nothing else is needed to read it."""

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.timer.tests.importing.factories import OPTIONS, csv_of, line, parsed
from timer.importing.errors import DecimalMarkError, UnknownTimeZoneError
from timer.importing.parsing import ImportOptions, parse
from timer.importing.rows import ParsedRow

CLASSIC = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,"
    "Duration,Tags,Amount (DKK)\n"
    'Mette Friis,mette@example.dk,Nordlys ApS,Webshop,,"Fix ""pay"" button",Yes,2026-10-24,23:30:00,'
    '2026-10-25,00:15:00,00:45:00,"dev, urgent",712.50\n'
)
DATA_EXPORT = (
    '"User","Email","Client","Project","Task","Description","Billable","Start date","Start time",'
    '"End date","End time","Duration","Tags"\n'
    '"Mette Friis","mette@example.dk","Nordlys ApS","Webshop","","Fix ""pay"" button","Yes","2026-10-24",'
    '"23:30:00","2026-10-25","00:15:00","0:45:00","dev, urgent"\n'
)
CURRENT_REPORT = (
    '"Description","Billable","Duration","Member","Email","Project","Client","Tags","Amount","Currency",'
    '"Start date","Start time","Stop date","Stop time"\n'
    '"Fix ""pay"" button","Yes","0:45:00","Mette Friis","METTE@example.dk","Webshop","Nordlys ApS",'
    '"urgent, dev",712.50,"DKK","2026-10-24","23:30:00","2026-10-25","00:15:00"\n'
)


def one_row(text: str, options: ImportOptions = OPTIONS) -> ParsedRow:
    (row,) = parse(text.encode(), options).rows
    return row


@pytest.mark.parametrize(
    ("text", "variant"), [(CLASSIC, "A"), (DATA_EXPORT, "B"), (CURRENT_REPORT, "C")]
)
def test_the_same_work_in_every_variant_is_the_same_row(text: str, variant: str) -> None:
    assert parse(text.encode(), OPTIONS).columns.variant == variant
    assert one_row(text) == one_row(CLASSIC)


@pytest.mark.parametrize(
    "written",
    [
        CLASSIC.replace("2026-10-24", "24.10.2026").replace("2026-10-25", "25.10.2026"),
        CLASSIC.replace("2026-10-24", "24/10/2026").replace("2026-10-25", "25/10/2026"),
        CLASSIC.replace("2026-10-24", "10/24/2026").replace("2026-10-25", "10/25/2026"),
        CLASSIC.replace("23:30:00", "11:30:00 PM").replace("00:15:00", "12:15:00 AM"),
        CLASSIC.replace("00:45:00", "45:00 min").replace("712.50", '"712,50"'),
        CLASSIC.replace("\n", "\r\n"),
    ],
)
def test_the_same_work_in_every_notation_is_the_same_row(written: str) -> None:
    assert one_row(written) == one_row(CLASSIC)


def test_a_dash_means_empty_in_the_current_report() -> None:
    dashes = CURRENT_REPORT.replace('"Webshop","Nordlys ApS","urgent, dev"', '"-","-","-"')
    row = one_row(dashes)
    assert (row.project, row.client, row.tags) == ("", "", ())


def test_the_notation_is_decided_by_all_rows_and_used_for_each() -> None:
    header = "Member,Email,Start date,Duration,Amount,Currency"
    rows = ('Bo,b@x.dk,01/02/2026,"1,5","1.200,00",DKK', "Bo,b@x.dk,13/02/2026,2,0,DKK")
    file = parsed(*rows, header=header)
    assert (file.notation.decimal, file.notation.unit) == (",", "hours")
    assert file.notation.date_format == "DD/MM/YYYY"
    assert [row.seconds for row in file.rows] == [5400, 7200]
    assert [row.work_date.month for row in file.rows] == [2, 2]


def test_a_number_that_can_be_read_both_ways_stops_the_file_until_the_mark_is_said() -> None:
    text = 'Bo,b@x.dk,2026-10-01,1:00:00,"1,234"'
    header = "User,Email,Start date,Duration,Amount (EUR)"
    with pytest.raises(DecimalMarkError):
        parsed(text, header=header)
    file = parsed(text, header=header, options=ImportOptions("UTC", decimal=","))
    assert file.money == {"EUR": Decimal("1.234")}


def test_money_is_added_up_per_currency_and_exactly() -> None:
    file = parsed(
        "Bo,b@x.dk,1:00:00,0.10,DKK,2026-10-01",
        "Bo,b@x.dk,1:00:00,0.20,DKK,2026-10-01",
        "Bo,b@x.dk,1:00:00,475,EUR,2026-10-01",
        "Bo,b@x.dk,1:00:00,-,-,2026-10-01",
        header="Member,Email,Duration,Amount,Currency,Start date",
    )
    assert file.money == {"DKK": Decimal("0.30"), "EUR": Decimal(475)}


def test_rows_that_are_no_rows_are_errors_of_their_line() -> None:
    file = parsed(line(), line() + ",surplus", line().rsplit(",", 1)[0], line(note="\0"), line())
    assert [error.line for error in file.errors] == [3, 4, 5]
    assert [row.line for row in file.rows] == [2, 6]


def test_a_zone_is_needed() -> None:
    with pytest.raises(UnknownTimeZoneError):
        parsed(line(), options=ImportOptions())


notes = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@given(st.lists(st.tuples(notes, st.integers(1, 86400)), max_size=8))
def test_every_note_and_every_duration_survives_the_way_through_a_file(
    work: list[tuple[str, int]],
) -> None:
    rows = [
        line(
            f"2026-10-{day:02} 00:00:00",
            f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}",
            note='"' + note.replace('"', '""') + '"',
        )
        for day, (note, seconds) in enumerate(work, start=1)
    ]
    file = parsed(*rows)
    assert [row.seconds for row in file.rows] == [seconds for _, seconds in work]
    assert [row.work_date.day for row in file.rows] == list(range(1, len(work) + 1))
    assert len({row.description for row in file.rows}) <= len(work)


def test_what_was_parsed_can_be_handed_to_another_process() -> None:
    file = parsed(line(), line(billable="perhaps"), line(duration="00:00:00"))
    assert pickle.loads(pickle.dumps(file)) == file


def test_why_a_file_is_refused_can_be_handed_to_another_process() -> None:
    with pytest.raises(UnknownTimeZoneError) as refused:
        parse(csv_of(), ImportOptions("Europe/Atlantis"))
    copy = pickle.loads(pickle.dumps(refused.value))
    assert type(copy) is UnknownTimeZoneError
    assert (copy.detail, copy.fields) == (refused.value.detail, refused.value.fields)
