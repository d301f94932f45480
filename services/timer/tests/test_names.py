"""Names that differ only in case, spaces or Unicode form are one name."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from testkit.foreign_input import grows_linearly
from timer.names import MAX_WORDS, composed, folded, search_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordlys ApS", "nordlys  APS"),
        ("  Nordlys ApS ", "Nordlys\tApS"),
        ("Ærø Færge", "ÆRØ FÆRGE"),
        ("Straße", "STRASSE"),
        ("Café", "Cafe\u0301"),
    ],
)
def test_they_are_one_name(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("Nordlys", "Nord lys"), ("Ærø", "Aero"), ("A", "Á")])
def test_they_are_two_names(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs", "P"])))
def test_unicode_form_and_spaces_around_make_no_other_name(name: str) -> None:
    composed = unicodedata.normalize("NFC", name)
    assert folded(f"  {composed} ") == folded(name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nordlys ApS", ("nordlys", "aps")),
        ("Blåbær & Ærø A/S", ("blabaer", "aero", "a", "s")),
        ("Århus, Aarhus", ("arhus",)),
        ("Café Čech Straße Łódź", ("cafe", "cech", "strasse", "lodz")),
        ("post@nordlys.example", ("post", "nordlys", "example")),
        (" -- ", ()),
    ],
)
def test_words_are_found_without_case_accents_and_punctuation(
    text: str, words: tuple[str, ...]
) -> None:
    assert search_words(text) == words


@given(st.text())
@example("AAA")
def test_the_words_of_words_are_the_same(text: str) -> None:
    words = search_words(text)
    assert len(words) <= MAX_WORDS
    assert search_words(" ".join(words)) == words


@pytest.mark.parametrize("read", [composed, folded, search_words])
@pytest.mark.parametrize("marks", ["\u0316\u0301", "\u0301\u0316", "\u0315\u0300\u0327"])
def test_any_number_of_marks_on_a_letter_is_read_in_time_that_grows_with_them(
    read: Callable[[str], object], marks: str
) -> None:
    assert grows_linearly(read, marks, length=5_000)


@given(st.text(st.sampled_from("ae\u0301\u0316\u0327 "), max_size=60))
def test_what_anybody_writes_is_composed_as_unicode_says(text: str) -> None:
    if re.search("[\u0301\u0316\u0327]{31}", text) is None:
        assert composed(text) == unicodedata.normalize("NFC", text)
    assert composed(composed(text)) == composed(text)
