"""The headers of a message, as CloudEvents 1.0 has them."""

from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest

from libs.messaging.tests.factories import OURS, SampleEvent, record, without
from messaging.envelope import headers_for, read, readable_headers, type_of
from messaging.errors import MessagingError, UnreadableMessageError

EVENT_ID = UUID("00000000-0000-7000-8000-000000000001")


def test_an_event_gets_the_headers_of_a_cloud_event_with_its_time_in_utc() -> None:
    noon_in_copenhagen = datetime(2026, 1, 5, 12, tzinfo=timezone(timedelta(hours=1)))
    assert headers_for(SampleEvent(name="café", number=1), EVENT_ID, noon_in_copenhagen) == {
        "ce_specversion": "1.0",
        "ce_id": str(EVENT_ID),
        "ce_type": "source.sample-happened.v1",
        "ce_source": "/source",
        "ce_time": "2026-01-05T11:00:00Z",
        "ce_subject": "café",
        "ce_account": str(OURS),
        "content-type": "application/json",
    }


def test_what_is_written_is_read() -> None:
    written = record(SampleEvent(number=1), event_id=EVENT_ID)
    message = read(written, readable_headers(written.headers))
    assert (message.event_id, message.type, message.account_id) == (
        EVENT_ID,
        SampleEvent.type,
        OURS,
    )


def test_headers_that_are_no_text_or_empty_are_left_out() -> None:
    headers = [("a", b"text"), ("null", None), ("latin1", b"\xe6"), ("empty", b"")]
    assert readable_headers(headers) == {"a": "text"}


@pytest.mark.parametrize("header", ["ce_id", "ce_type", "ce_account"])
def test_a_message_without_a_header_that_we_need_is_unreadable(header: str) -> None:
    incomplete = without(record(SampleEvent(number=1)), header)
    with pytest.raises(UnreadableMessageError, match=f"the header {header} is missing"):
        read(incomplete, readable_headers(incomplete.headers))


@pytest.mark.parametrize("header", ["ce_id", "ce_account"])
def test_an_id_that_is_no_uuid_is_unreadable(header: str) -> None:
    bad = record(SampleEvent(number=1), headers={header: b"7"})
    with pytest.raises(UnreadableMessageError, match=f"the header {header} is not a UUID"):
        read(bad, readable_headers(bad.headers))


def test_the_type_alone_can_be_read_of_a_message_of_no_interest() -> None:
    assert type_of({"ce_type": "source.unheard-of.v9"}) == "source.unheard-of.v9"
    with pytest.raises(MessagingError):
        type_of({})
