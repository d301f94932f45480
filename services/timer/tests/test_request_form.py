"""The rules of the public form, without a database."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timer.request_form import (
    MIN_TIME,
    SLUG,
    TOKEN_LIVES,
    FormExpiredError,
    FormToken,
    FormTokenError,
    FormTooQuickError,
    RequestForm,
    read_token,
    signed,
)

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
FORM = RequestForm(1, "nordlys", "Nordlys", "", True, b"s" * 32)
TOKEN = FormToken(b"n" * 16, NOW)


def test_a_token_is_read_as_it_was_given_out() -> None:
    assert read_token(signed(TOKEN, FORM), FORM) == TOKEN


def test_a_token_is_good_for_its_form_alone() -> None:
    text = signed(TOKEN, FORM)
    for other in (replace(FORM, slug="fjord"), replace(FORM, secret=b"t" * 32)):
        with pytest.raises(FormTokenError):
            read_token(text, other)


@given(st.integers(0, 39), st.integers(1, 255))
def test_a_token_that_was_changed_is_none(place: int, flip: int) -> None:
    changed = bytearray(urlsafe_b64decode(signed(TOKEN, FORM)))
    changed[place] ^= flip
    with pytest.raises(FormTokenError):
        read_token(urlsafe_b64encode(changed).decode(), FORM)


@given(st.text(max_size=80))
def test_other_text_is_no_token(text: str) -> None:
    with pytest.raises(FormTokenError):
        read_token(text, FORM)


def test_a_form_is_not_sent_at_once_nor_for_ever() -> None:
    with pytest.raises(FormTooQuickError):
        TOKEN.check(NOW + MIN_TIME - timedelta(milliseconds=1))
    TOKEN.check(NOW + MIN_TIME)
    TOKEN.check(NOW + TOKEN_LIVES - timedelta(seconds=1))
    with pytest.raises(FormExpiredError):
        TOKEN.check(NOW + TOKEN_LIVES)


@pytest.mark.parametrize("slug", ["nordlys", "a1", "nord-lys-9"])
def test_addresses_are_small_letters_digits_and_hyphens(slug: str) -> None:
    assert bool(SLUG.fullmatch(slug)) == (len(slug) > 2)


@pytest.mark.parametrize("slug", ["", "-a-", "A-B", "a b", "å-å", "x" * 51, "a/b", "ab-\n"])
def test_other_addresses_are_not_taken(slug: str) -> None:
    assert not SLUG.fullmatch(slug)
