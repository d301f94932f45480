"""Columns are found by name; the three variants of Toggl Track are distinguished, other programs refused by name."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.timer.tests.importing.factories import HEADER
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
        columns_of(header)


@pytest.mark.parametrize(
    "header", ["Email,Start date,Duration", "User,Start date,Start time,End time"]
)
def test_who_and_a_date_and_seconds_are_enough(header: str) -> None:
    assert columns_of(header).variant == "B"


def test_two_columns_of_one_field_are_refused() -> None:
    with pytest.raises(DoubleColumnError, match="two columns for end_date"):
        columns_of(f"{HEADER},Stop date")


@pytest.mark.parametrize(
    ("header", "program"),
    [
        ("Project,User,Email,Start Date,Start Time,Duration (h),Duration (decimal)", "Clockify"),
        ("Project,User,Email,Start Date,Start Time,Duration (decimal)", "Clockify"),
        ("Date,Client,Project,Task,Notes,Hours,First Name,Last Name", "Harvest"),
        ("Date,From,To,Duration,Name,User,Customer", "Kimai"),
        ("Date,From,To,Duration", "Kimai"),
        ("Datum,Von,Bis,Dauer,Benutzer,Kunde", "Kimai"),
    ],
)
def test_exports_of_other_programs_are_refused_by_name(header: str, program: str) -> None:
    with pytest.raises(UnknownSourceError, match=program):
        columns_of(header)


def test_a_source_that_is_said_is_believed_or_refused() -> None:
    assert columns_of("User,Email,Start date,Duration,Hours,Date", "toggl").source == "toggl"
    with pytest.raises(UnknownSourceError) as refused:
        columns_of(HEADER, "harvest")
    assert [field.field for field in refused.value.fields] == ["source"]


@pytest.mark.parametrize(
    ("header", "cells", "amounts"),
    [
        ("User,Start date,Duration,Amount ( dkk )", "712.50", [("DKK", "712.50")]),
        ("User,Start date,Duration,Amount ()", "1", [(None, "1")]),
        ("User,Start date,Duration,Amount (DKK),Amount (EUR)", "1,2", [("DKK", "1"), ("EUR", "2")]),
        ("Member,Start date,Duration,Amount,Currency", "475,eur", [("EUR", "475")]),
        ("Member,Start date,Duration,Amount,Currency", "-,-", []),
        ("User,Start date,Duration,Amount (DKK)", "", []),
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
