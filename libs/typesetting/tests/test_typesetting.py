"""Documents on paper."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

from typesetting.fonts import families
from typesetting.pdf import UnprintableCharacterError, print_pdf

AT = datetime(2026, 10, 5, tzinfo=UTC)
TEMPLATE = """
#set text(font: sheet.fonts, lang: "en")
#fitted(sheet.title)
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "page.typ"
    path.write_text(TEMPLATE)
    return path


def printed(template: Path, **sheet: Any) -> bytes:
    return print_pdf(template, sheet, countries=["DK"], at=AT)


def test_a_template_places_what_it_is_given_and_nothing_is_read_as_markup(template: Path) -> None:
    [page] = pypdf.PdfReader(io.BytesIO(printed(template, title="#panic() *not bold*"))).pages
    assert page.extract_text().strip() == "#panic() *not bold*"


def test_the_same_content_at_the_same_time_is_the_same_bytes_made_for_archives(
    template: Path,
) -> None:
    first = printed(template, title="Ærø")
    assert first == printed(template, title="Ærø")
    assert b"<pdfaid:part>2</pdfaid:part>" in first


def test_a_character_that_no_font_has_is_named(template: Path) -> None:
    with pytest.raises(UnprintableCharacterError, match=r"U\+1F0A1") as refused:
        printed(template, title="the ace is 🂡")
    assert refused.value.character == "🂡"


@pytest.mark.parametrize(
    ("countries", "shapes"), [(["DK"], "SC"), (["JP", "CN"], "JP"), (["DK", "TW"], "TC")]
)
def test_han_characters_look_as_in_the_first_country_that_writes_them(
    countries: list[str], shapes: str
) -> None:
    assert f"Noto Sans CJK {shapes}" in families(countries)
