"""Columns are found by name; each program is known by its headers, in the languages that it writes them in."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from services.timer.tests.importing.factories import HEADER
from timer.importing.column_mapping import TimeMapping
from timer.importing.columns import Columns, recognise
from timer.importing.errors import (
    CellError,
    DoubleColumnError,
    MissingColumnsError,
    UnknownSourceError,
)

NAMES = HEADER.split(",")
CURRENT_REPORT = (
    "Description,Billable,Duration,Member,Email,Project,Client,Tags,Amount,Currency,"
    "Start date,Start time,Stop date,Stop time"
)


def columns_of(header: str | Iterable[str], source: str | None = None) -> Columns:
    names = header.split(",") if isinstance(header, str) else header
    return recognise(tuple(names), source)


@pytest.mark.parametrize(
    ("header", "variant"),
    [
        (f"{HEADER},Amount (DKK)", "A"),
        (f"{HEADER},Amount ()", "A"),
        (HEADER, "B"),
        (CURRENT_REPORT, "C"),
        ("Member,Start date,Duration", "C"),
    ],
)
def test_the_three_variants_of_toggl_are_distinguished(header: str, variant: str) -> None:
    assert (columns_of(header).source, columns_of(header).variant) == ("toggl", variant)


@given(st.permutations(NAMES), st.sampled_from([str.upper, str.lower, str.title]))
def test_order_and_case_of_the_columns_do_not_matter(names: list[str], spell: object) -> None:
    assert callable(spell)
    columns = columns_of([spell(name) for name in names])
    cells = tuple(f"cell of {name}" for name in names)
    assert columns.cell(cells, "start_date") == "cell of Start date"
    assert columns.cell(cells, "client") == "cell of Client"
    assert columns.ignored == ()


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Member", "who"), ("User", "who"), ("E-mail", "email"), ("Email", "email"),
        ("Stop date", "end_date"), ("End time", "end_time"), ("Stop time", "end_time"),
    ],
)  # fmt: skip
def test_one_field_has_several_names(name: str, field: str) -> None:
    columns = columns_of(["Email", "Start date", "Duration"] if name == "Email" else
                         [name, "Email" if field == "who" else "User", "Start date", "Duration"])  # fmt: skip
    assert columns.name(field) == name


def test_a_column_that_is_not_there_is_empty() -> None:
    columns = columns_of("User,Start date,Duration")
    assert not columns.has("client")
    assert columns.cell(("Bo", "2026-10-01", "1:00:00"), "client") == ""


def test_a_dash_is_empty_in_the_current_report_and_text_in_the_others() -> None:
    cells = ("-", "2026-10-01", "1:00:00")
    assert columns_of("Member,Start date,Duration").cell(cells, "who") == ""
    assert columns_of("User,Start date,Duration").cell(cells, "who") == "-"


def test_unknown_columns_are_listed_even_when_two_have_one_name() -> None:
    assert columns_of(f"Mood,{HEADER},Mood").ignored == ("Mood", "Mood")


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("Email,Duration", "no Start date"),
        ("Start date,Duration", "no User or Email"),
        ("User,Start date,Start time", "no Duration"),
        ("Project,Tags", "no User or Email, no Start date, no Duration"),
    ],
)
def test_a_header_without_what_time_needs_is_refused(header: str, missing: str) -> None:
    with pytest.raises(MissingColumnsError, match=missing):
        columns_of(header, "toggl")


@pytest.mark.parametrize(
    "header", ["Email,Start date,Duration", "User,Start date,Start time,End time"]
)
def test_who_and_a_date_and_seconds_are_enough(header: str) -> None:
    assert columns_of(header).variant == "B"


def test_two_columns_of_one_field_are_refused() -> None:
    with pytest.raises(DoubleColumnError, match="two columns for end_date"):
        columns_of(f"{HEADER},Stop date")


@pytest.mark.parametrize(
    ("header", "source", "variant"),
    [
        ("Project,User,Email,Start Date,Start Time,Duration (h),Duration (decimal)", "clockify", "detailed"),
        ("Project,User,Email,Start Date,Start Time,Duration (decimal)", "clockify", "detailed"),
        ("Project,User,Group,Email,Start Date,Start Time,End Date,End Time", "clockify", "detailed"),
        ("Date,Client,Project,Task,Notes,Hours,First Name,Last Name", "harvest", "detailed"),
        ("Date,Client,Project,Task,Notes,Hours,First name,Last name", "harvest", "detailed"),
        ("Date,From,To,Duration,Name,User,Customer", "kimai", "en"),
        ("Date,Duration,User,Customer,Project,Activity", "kimai", "en"),
        ("Datum,Von,Bis,Dauer,Benutzer,Kunde", "kimai", "de"),
        ("Dato,Fra,Til,Varighed,Bruger,Kunde,Projekt,Aktivitet", "kimai", "da"),
        ("Dato,Fra,Til,Varighet,Bruker,Kunde,Prosjekt", "kimai", "nb"),
        ("Date,De,À,Durée,Nom,Client,Projet,Activité", "kimai", "fr"),
        ("Description,Task,Project,Client,User,Start,End,Duration,Duration (decimal),Billable,Tags",
         "solidtime", "detailed"),
        ("description,billable,client,project,tags,start,end,task,user_name,user_email",
         "solidtime", "detailed"),
    ],
)  # fmt: skip
def test_each_program_is_known_by_its_headers(header: str, source: str, variant: str) -> None:
    found = columns_of(header)
    assert (found.source, found.variant) == (source, variant)


def test_headers_that_two_programs_write_are_refused_until_one_is_said() -> None:
    both = "User,Start date,Duration,Date,Customer,Activity"
    with pytest.raises(UnknownSourceError, match="toggl or kimai") as refused:
        columns_of(both)
    assert [field.field for field in refused.value.fields] == ["source"]
    assert columns_of(both, "kimai").source == "kimai"


def test_a_custom_column_of_kimai_may_have_the_name_of_another() -> None:
    columns = columns_of("Date,From,To,Duration,User,Customer,Type,Type")
    assert columns.cell(("", "", "", "", "", "", "timesheet", "mine"), "type") == "timesheet"


MAPPING = TimeMapping(
    "tempo",
    ("Full name", "Work date", "Hours", "Issue"),
    {"who": "Full name", "start_date": "Work date", "hours": "hours", "task": "Issue"},
)


@pytest.mark.parametrize(
    "header", ["Hours,ISSUE,Full name,Work date", "Work date,Full name,Issue,Hours"]
)
def test_a_mapping_is_known_again_by_the_set_of_its_headers(header: str) -> None:
    columns = recognise(tuple(header.split(",")), None, [MAPPING])
    assert (columns.source, columns.variant, columns.unit) == ("tempo", "mapping", "hours")
    assert columns.name("duration") == "Hours"


def test_columns_without_a_name_or_of_one_name_are_one_set_of_headers() -> None:
    header = ("Hours", "", "Issue", "Full name", "Work date", "hours")
    assert recognise(header, None, [MAPPING]).source == "tempo"


def test_a_mapping_that_is_named_is_for_files_with_more_columns_too() -> None:
    header = ("Full name", "Work date", "Hours", "Issue", "Mood")
    assert recognise(header, "tempo", [MAPPING]).ignored == ("Mood",)
    with pytest.raises(UnknownSourceError):
        recognise(header, None, [MAPPING])


@pytest.mark.parametrize(
    ("name", "columns", "field"),
    [
        ("Toggl", {"who": "A", "start_date": "B", "hours": "C"}, "name"),
        ("x", {"who": "A", "start_date": "B", "hours": "Z"}, "columns.hours"),
        ("x", {"start_date": "B", "hours": "C"}, "columns"),
        ("x", {"who": "A", "hours": "C"}, "columns"),
        ("x", {"who": "A", "start_date": "B", "start_time": "C"}, "columns"),
        ("x", {"who": "A", "start_date": "B", "hours": "C", "city": "C"}, "columns.city"),
    ],
)
def test_a_mapping_that_cannot_record_time_is_refused(
    name: str, columns: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        TimeMapping(name, ("A", "B", "C"), columns)
    assert [one.field for one in refused.value.fields] == [field]


def test_a_source_that_is_said_is_believed_or_refused() -> None:
    assert columns_of("User,Email,Start date,Duration,Hours,Date", "toggl").source == "toggl"
    with pytest.raises(UnknownSourceError) as refused:
        columns_of(HEADER, "unheard-of")
    assert [field.field for field in refused.value.fields] == ["source"]
    with pytest.raises(MissingColumnsError):
        columns_of(HEADER, "harvest")


@pytest.mark.parametrize(
    ("header", "cells", "amounts"),
    [
        ("User,Start date,Duration,Amount ( dkk )", "712.50", [("DKK", "712.50")]),
        ("User,Start date,Duration,Amount ()", "1", [(None, "1")]),
        ("User,Start date,Duration,Amount (DKK),Amount (EUR)", "1,2", [("DKK", "1"), ("EUR", "2")]),
        ("Member,Start date,Duration,Amount,Currency", "475,eur", [("EUR", "475")]),
        ("Member,Start date,Duration,Amount,Currency", "-,-", []),
        ("User,Start date,Duration,Amount (DKK)", "", []),
        ("User,Start Date,Duration (h),Billable Amount (EUR)", "120.00", [("EUR", "120.00")]),
        (
            "First Name,Date,Hours,Billable Amount,Currency",
            "396.0,Danish Krone - DKK",
            [("DKK", "396.0")],
        ),
        ("Name,Date,Duration,Price,User,Customer", " EUR 84.00 ,,", [("EUR", "84.00")]),
        ("Name,Date,Duration,Price,User,Customer", "84.00 €,,", [("€", "84.00")]),
    ],
)
def test_money_has_the_currency_of_its_header_or_of_its_row(
    header: str, cells: str, amounts: list[tuple[str | None, str]]
) -> None:
    found = columns_of(header).amounts(("Bo", "2026-10-01", "1:00", *cells.split(",")), ".")
    assert list(found) == [(currency, Decimal(amount)) for currency, amount in amounts]


def test_money_that_is_no_number_names_its_column() -> None:
    columns = columns_of("User,Start date,Duration,Amount (DKK)")
    with pytest.raises(CellError) as bad:
        list(columns.amounts(("Bo", "2026-10-01", "1:00", "much"), None))
    assert (bad.value.column, bad.value.value) == ("Amount (DKK)", "much")
