"""Fields of requests: what is taken, in which form, and what is refused in which words."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from timer.schemas.fields import Country, Day, Email, Instant, Name, Text, TimeZone
from timer.schemas.time import StartRequest, StopRequest

EMAIL: TypeAdapter[str] = TypeAdapter(Email)


@pytest.mark.parametrize(
    "address",
    [
        "mette@example.dk",
        "Mette.Friis+faktura@Mail.Example.dk",
        "o'neil@example.ie",
        "bogholderi@ærø-færge.example",
        "søren@example.dk",
        "root@localhost",
        "mette@intranet.local",
        "mette@mail.test",
    ],
)
def test_addresses_that_mail_can_be_sent_to_are_taken_in_lower_case(address: str) -> None:
    assert EMAIL.validate_python(address) == address.lower()


@pytest.mark.parametrize(
    "address",
    [
        "nowhere",
        '"mette friis"@example.dk',
        "mette@[192.0.2.1]",
        "@example.dk",
        "mette@",
        "mette@example.dk,",
        "<mette@example.dk>",
        "Mette <mette@example.dk>",
        "mette@exa_mple..dk",
        "mette@@example.dk",
        "mette@exam ple.dk",
        "x" * 255 + "@example.dk",
        "a\0b@example.dk",
    ],
)
def test_addresses_that_no_mail_reaches_are_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        EMAIL.validate_python(address)


def test_a_refused_address_is_told_in_plain_words() -> None:
    with pytest.raises(ValidationError, match="not an e-mail address: An email address must have"):
        EMAIL.validate_python("nowhere")


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (Name, ["A", "x" * 255], ["", "x" * 256, "a\0b"]),
        (Text, ["", "x" * 255], ["x" * 256, "\0"]),
        (Country, ["DK"], ["dk", "DNK", ""]),
        (TimeZone, ["UTC", "Europe/Copenhagen"], ["localtime", "Factory", "Mars/Base", ""]),
        (Day, ["2000-01-01", "2100-12-31"], ["1999-12-31", "2101-01-01", "9999-12-31", "today"]),
        (
            Instant,
            ["2026-10-06T07:00:00Z", "2026-10-06T09:00:00+02:00"],
            ["2026-10-06T07:00:00", "9999-12-31T23:30:00Z", "0001-01-01T00:00:00+12:00"],
        ),
    ],
)
def test_bounds(field: Any, good: list[str], bad: list[str]) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(field)
    for value in good:
        adapter.validate_python(value)
    for value in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(value)


@pytest.mark.parametrize("at", [1_772_442_000, 1_772_442_000.5, "1772442000", "2026-03-02"])
def test_times_are_those_of_rfc_3339_alone(at: object) -> None:
    with pytest.raises(ValidationError, match="RFC 3339"):
        TypeAdapter(Instant).validate_python(at)
    for request, field in ((StartRequest, "started_at"), (StopRequest, "ended_at")):
        with pytest.raises(ValidationError, match="RFC 3339"):
            request.model_validate({field: at})
