"""What is the same in all documents of a language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typesetting.languages import hours, language_of


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3000, "0:50"), (3600, "1:00"), (90, "0:01:30"), (360_000, "100:00"), (0, "0:00")],
)
def test_hours_are_printed_so_that_the_reader_can_check_the_amount(seconds: int, text: str) -> None:
    assert hours(seconds) == text


@given(st.integers(0, 10**7))
def test_printed_hours_lose_no_second(seconds: int) -> None:
    parts = [int(part) for part in hours(seconds).split(":")]
    hour, minute, second = [*parts, 0][:3]
    assert hour * 3600 + minute * 60 + second == seconds


@pytest.mark.parametrize(
    ("tag", "otherwise", "language"),
    [
        ("da", "en", "da"),
        ("en-GB", "da", "en"),
        ("EN_us", "da", "en"),
        ("de-AT", "da", "de"),
        ("sv", "en", "sv"),
        ("nb-NO", "en", "nb"),
        ("no", "en", "nb"),
        ("nn_NO", "en", "nb"),
        ("fr", "da", "da"),
        ("", "en", "en"),
    ],
)
def test_a_language_that_we_cannot_print_is_the_accounts(
    tag: str, otherwise: str, language: str
) -> None:
    assert language_of(tag, otherwise) == language
