"""One line of a file: what its cells mean, and the cell that is named when they mean nothing."""

import pytest

from services.timer.tests.importing.factories import HEADER, line, parsed
from timer.importing.parsing import UnreadableRow
from timer.importing.rows import NO, YES, ParsedRow, billable


def row(text: str, header: str = HEADER) -> ParsedRow:
    (found,) = parsed(text, header=header).rows
    return found


def error(text: str, header: str = HEADER) -> UnreadableRow:
    file = parsed(text, header=header)
    assert file.rows == []
    (found,) = file.errors
    return found


def test_a_line_is_read_whole() -> None:
    found = row(line(task="Checkout", tags='"dev, urgent"'))
    assert (found.line, found.name, found.email) == (2, "Bo Lind", "bo@example.dk")
    assert (found.client, found.project, found.task) == ("Nordlys ApS", "Web", "Checkout")
    assert (found.description, found.tags, found.billable) == ("Fix", ("dev", "urgent"), True)
    assert str(found.written_start) == "2026-10-01 09:00:00"
    assert str(found.time.started_at) == "2026-10-01 07:00:00+00:00"
    assert found.seconds == found.time.source_seconds == found.time.span == 3600


@pytest.mark.parametrize("word", sorted(YES | {"Yes", "JA", " true ", "Sí"}))
def test_words_for_yes(word: str) -> None:
    assert billable(word) is True


@pytest.mark.parametrize("word", sorted(NO | {"No", "NEJ", " ", "いいえ"}))
def test_words_for_no(word: str) -> None:
    assert billable(word) is False


def test_no_column_for_billable_is_not_a_no() -> None:
    found = row("bo@example.dk,2026-10-01,1:00:00", "Email,Start date,Duration")
    assert found.billable is None


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("", ()),
        ('"b, a"', ("a", "b")),
        ('"a, a,  a"', ("a",)),
        ('"one,word, two"', ("one,word", "two")),
    ],
)
def test_tags_are_a_sorted_set_and_may_hold_commas(tags: str, found: tuple[str, ...]) -> None:
    assert row(line(tags=tags)).tags == found


def test_names_are_one_whatever_their_spaces_and_their_form_of_unicode() -> None:
    found = row(line(client="  A\u030angstro\u0308m   A/S "))
    assert found.client == "Ångström A/S"


def test_a_description_keeps_its_inner_spaces_and_lines() -> None:
    assert row(line(note='" two  spaces\nand a line "')).description == "two  spaces\nand a line"


def test_an_agent_is_their_address_and_without_one_their_name() -> None:
    assert row(line(who="Bo Lind,BO@Example.dk")).person.identity == "bo@example.dk"
    assert row(line(who=" bo   LIND,")).person.identity == "bo lind"


@pytest.mark.parametrize(
    ("text", "column", "value", "reason"),
    [
        (line(who=","), "User", "", "nobody is named"),
        (line(billable="perhaps"), "Billable", "perhaps", "not a word for yes or no"),
        (line().replace("01:00:00,", "soon,"), "Duration", "soon", "not a duration"),
        (line().replace("2026-10-01,09", "2026-13-01,09"), "Start date", "2026-13-01",
         "no such day, read as YYYY-MM-DD"),
        (line().replace("2026-10-01,09", ",09"), "Start date", "", "no start date"),
        (line().replace("2026-10-01,10", "1.10.2026,10"), "End date", "1.10.2026",
         "not a date as YYYY-MM-DD"),
        (line().replace("09:00:00", "9 o'clock"), "Start time", "9 o'clock", "not a time of day"),
        (line().replace("10:00:00", "25:00:00"), "End time", "25:00:00", "not a time of day"),
        (line(who="B" * 256 + ",b@x.dk"), "User", "B" * 80, "longer than 255 characters"),
        (line(client="C" * 256), "Client", "C" * 80, "longer than 255 characters"),
        (line(project="P" * 256), "Project", "P" * 80, "longer than 255 characters"),
        (line(task="T" * 256), "Task", "T" * 80, "longer than 255 characters"),
        (line(note="d" * 5001), "Description", "d" * 80, "longer than 5000 characters"),
        (line(tags="t" * 5001), "Tags", "t" * 80, "longer than 5000 characters"),
    ],
)  # fmt: skip
def test_a_wrong_row_names_its_line_its_column_its_value_and_the_reason(
    text: str, column: str, value: str, reason: str
) -> None:
    # A row before and one behind show that the others go on, and that lines are those of the file.
    file = parsed(line(), text, line())
    assert [one.line for one in file.rows] == [2, 4]
    (bad,) = file.errors
    assert (bad.line, bad.column, bad.value, bad.reason) == (3, column, value, reason)


def test_the_longest_names_and_texts_are_taken() -> None:
    found = row(line(client="C" * 255, note="d" * 5000))
    assert (len(found.client), len(found.description)) == (255, 5000)


def test_an_end_before_its_start_is_an_error_of_that_row() -> None:
    bad = error(line(end="2026-10-01 08:00:00").replace("01:00:00,", ","))
    assert (bad.line, bad.reason) == (2, "ends before it starts")


def test_a_day_without_duration_and_times_is_an_error_of_that_row() -> None:
    bad = error("Bo,2026-10-01,,10:00,", "User,Start date,Start time,End time,Duration")
    assert bad.reason == "neither a duration nor a start"


def test_the_column_is_named_as_the_file_names_it() -> None:
    header = "Member,Stop date,Stop time,Start date,Start time,Duration"
    bad = error("Bo,2026-10-01,24:30,2026-10-01,09:00,1:00:00", header)
    assert bad.column == "Stop time"


def test_a_wrong_row_keeps_its_seconds_in_sight_where_they_can_be_read() -> None:
    assert error(line(billable="perhaps")).seconds == 3600
    assert error(line().replace("01:00:00,", "soon,")).seconds == 0
