"""What errors say to those who read them without a table: operators, in logs and dead letters."""

import pytest

from domain_errors import (
    ConflictError,
    FieldError,
    InvalidInputError,
    NotFoundError,
    StaleVersionError,
    check_version,
)


class RateBilledError(ConflictError):
    """Time was billed at this rate.

    More about it.
    """


def test_an_error_without_detail_shows_what_its_class_is_for() -> None:
    assert (str(RateBilledError()), RateBilledError().detail) == (
        "Time was billed at this rate.",
        "",
    )


def test_an_error_with_detail_shows_that() -> None:
    assert str(RateBilledError("invoice 2026-0007")) == "invoice 2026-0007"


def test_invalid_input_names_every_field() -> None:
    error = InvalidInputError("from", "is missing", FieldError("to", "is before from"))
    assert [(e.field, e.reason) for e in error.fields] == [
        ("from", "is missing"),
        ("to", "is before from"),
    ]


def test_something_missing_is_named() -> None:
    assert NotFoundError("rate").what == "rate"
    assert str(NotFoundError("rate")) == "there is no such rate"


@pytest.mark.parametrize("expected", [None, 3])
def test_the_current_version_passes(expected: int | None) -> None:
    check_version(expected, 3)


def test_another_version_is_refused_with_both() -> None:
    with pytest.raises(StaleVersionError, match="you have version 2, the current one is 3"):
        check_version(2, 3)
