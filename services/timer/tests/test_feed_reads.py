"""How often calendars are read, and how many addresses are guessed, without a database."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from testkit import ACCOUNT, OTHER_ACCOUNT
from timer.feed_reads import OF_READER, OF_WRONG, Address, CalendarReadTooOftenError, FeedReads
from timer.rate_limit import Limit

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
HOME, ELSEWHERE = "192.0.2.7", "192.0.2.8"


def address(number: int) -> Address:
    return ACCOUNT, number.to_bytes(32)


MINE = address(1_000_000)


def read(
    reads: FeedReads, where: Address, at: datetime = NOW, network: str = HOME, *, found: bool = True
) -> None:
    reads.begin(network, where, at)
    reads.end(network, where, at, found=found)


def guess(
    reads: FeedReads, first: int, count: int, at: datetime = NOW, network: str = HOME
) -> None:
    for number in range(first, first + count):
        read(reads, address(number), at, network, found=False)


def test_a_limit_says_how_long_to_wait() -> None:
    limit = Limit(2, timedelta(minutes=1))
    assert limit.wait_seconds([], NOW) == 0
    earlier = [NOW - timedelta(minutes=2), NOW - timedelta(seconds=50)]
    assert limit.wait_seconds(earlier, NOW) == 0
    assert limit.wait_seconds([earlier[1], NOW - timedelta(seconds=10)], NOW) == 11
    assert limit.wait_seconds([earlier[1], NOW], NOW + timedelta(seconds=10)) == 0


def test_six_devices_poll_every_minute_all_day() -> None:
    reads = FeedReads()
    for minute in range(24 * 60):
        for device in range(6):
            read(reads, MINE, NOW + timedelta(minutes=minute, seconds=device))


def test_an_address_is_read_so_often_from_a_network_and_others_are_not_held_up() -> None:
    reads = FeedReads()
    for second in range(OF_READER.most):
        read(reads, MINE, NOW + timedelta(seconds=second))
    with pytest.raises(CalendarReadTooOftenError) as refused:
        read(reads, MINE, NOW + timedelta(seconds=100))
    assert refused.value.retry_seconds == 501
    read(reads, MINE, NOW, ELSEWHERE)
    read(reads, address(1))
    read(reads, MINE, NOW + timedelta(seconds=100 + refused.value.retry_seconds))


def test_a_network_guesses_a_few_addresses_then_none_until_later() -> None:
    reads = FeedReads()
    guess(reads, 0, OF_WRONG.most)
    later = NOW + timedelta(minutes=4)
    for right in (True, False):
        with pytest.raises(CalendarReadTooOftenError) as refused:
            read(reads, MINE, later, found=right)
        assert refused.value.retry_seconds == 361
    guess(reads, 100, OF_WRONG.most, later, ELSEWHERE)
    read(reads, MINE, later + timedelta(seconds=361))


def test_the_same_secret_in_another_account_is_another_guess() -> None:
    reads = FeedReads()
    guess(reads, 0, OF_WRONG.most)
    with pytest.raises(CalendarReadTooOftenError):
        read(reads, (OTHER_ACCOUNT, address(0)[1]), found=False)


def test_a_withdrawn_address_that_is_still_polled_counts_once() -> None:
    reads = FeedReads()
    for minute in range(100):
        read(reads, address(1), NOW + timedelta(minutes=minute), found=False)
        guess(reads, 10, OF_WRONG.most - 1, NOW + timedelta(minutes=minute))


def test_what_a_network_reads_already_is_not_refused_for_its_guesses() -> None:
    reads = FeedReads()
    read(reads, MINE)
    guess(reads, 0, OF_WRONG.most)
    read(reads, MINE, NOW + timedelta(minutes=5))
    read(reads, MINE, NOW + timedelta(minutes=5))


def test_a_withdrawn_address_is_known_no_longer() -> None:
    reads = FeedReads()
    read(reads, MINE)
    read(reads, MINE, found=False)
    later = NOW + OF_WRONG.within
    guess(reads, 0, OF_WRONG.most, later)
    with pytest.raises(CalendarReadTooOftenError):
        reads.begin(HOME, MINE, later)


def test_of_guesses_at_once_no_more_than_the_limit_learn_anything() -> None:
    reads = FeedReads()
    for number in range(1_000):
        reads.begin(HOME, address(number), NOW)
    reads.begin(HOME, MINE, NOW)
    learnt = 0
    for number in range(1_000):
        with suppress(CalendarReadTooOftenError):
            reads.end(HOME, address(number), NOW, found=False)
            learnt += 1
    assert learnt == OF_WRONG.most
    with pytest.raises(CalendarReadTooOftenError):
        reads.end(HOME, MINE, NOW, found=True)


def test_what_is_remembered_is_bounded_and_refused_guesses_push_nobody_out() -> None:
    reads = FeedReads(most_kept=50)
    read(reads, MINE)
    for number in range(1_000):
        read(reads, address(number), network=f"network {number}", found=False)
    assert (len(reads._readers), len(reads._wrong)) == (50, 50)
    read(reads, MINE)
    for number in range(1_000):
        with suppress(CalendarReadTooOftenError):
            read(reads, address(number), found=False)
    assert reads._readers[HOME, MINE].knows
    assert len(reads._readers) == 50
