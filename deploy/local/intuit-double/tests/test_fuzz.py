"""Queries that nobody should send: each is read, or is fault 4000, in linear time."""

from contextlib import suppress
from decimal import Decimal

import pytest

from intuit_double import errors
from intuit_double.query import Condition, Query, parse
from testkit.foreign_input import fuzz, grows_linearly, spoiled_text

QUERIES = (
    "select * from Customer where DisplayName = 'O\\'Brien' orderby Id startposition 1 maxresults 10",
    "select count(*) from Invoice where TotalAmt > 10 and Id in ('1', '2')",
    "select Id, DocNumber from Invoice where MetaData.LastUpdatedTime >= '2026-01-01T00:00:00Z'",
    "select * from Customer where DisplayName like 'A%B%'",
)
DOCUMENT = {
    "Id": "17",
    "DisplayName": "A" * 200,
    "TotalAmt": Decimal(10),
    "Active": True,
    "MetaData": {"LastUpdatedTime": "2026-01-01T00:00:00Z"},
}


@fuzz(spoiled_text(*QUERIES))
def test_a_query_is_read_and_answered_or_a_fault(text: str) -> None:
    with suppress(errors.FaultError):
        query = parse(text)
        assert isinstance(query, Query)
        for condition in query.conditions:
            condition.holds(DOCUMENT)


@pytest.mark.parametrize("pump", ["'", "' ", "\\", "'\\", "(", " ", "a ", "where ", "<"])
def test_a_query_is_read_in_linear_time(pump: str) -> None:
    def read(text: str) -> None:
        with suppress(errors.FaultError):
            parse(f"select * from Customer where DisplayName = {text}")

    assert grows_linearly(read, pump, length=10_000)


def test_a_pattern_with_many_wildcards_is_matched_in_linear_time() -> None:
    def match(text: str) -> None:
        Condition("DisplayName", "LIKE", (text + "x",)).holds({"DisplayName": "a" * len(text)})

    assert grows_linearly(match, "a%", length=500)
