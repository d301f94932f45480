"""What is said to fit fits: no character is wider than its width."""

import json

import pytest
import typst

from typesetting.fonts import FONTS, families
from typesetting.widths import is_plain, width

CHARACTERS = [chr(code) for code in range(0x20, 0x2200) if is_plain(chr(code))]
MEASURE = """
#set text(font: json(bytes(sys.inputs.fonts)), size: 10pt, number-width: "tabular")
#context [#metadata(json(bytes(sys.inputs.texts)).map(text => measure[#text].width / 10pt)) <widths>]
"""


def measured(texts: list[str]) -> list[float]:
    inputs = {"fonts": json.dumps(families(["DK"])), "texts": json.dumps(texts)}
    found = typst.query(
        MEASURE.encode(), "<widths>", field="value", sys_inputs=inputs, font_paths=FONTS
    )
    widths: list[list[float]] = json.loads(found)
    return widths[0]


def test_no_plain_character_is_wider() -> None:
    texts = [f"x{character}x" for character in CHARACTERS]
    wider = [
        text[1]
        for text, real in zip(texts, measured(texts), strict=True)
        if real > width(text) + 1e-9
    ]
    assert wider == []


@pytest.mark.parametrize(
    "text", ["Webshop: Kasse, Ærø & Cie. (2026) – 50 %", "WWWWWWWWWWWWWWWWWWWW", "Разработка сайта"]
)
def test_nor_is_text_made_of_them(text: str) -> None:
    assert is_plain(text)
    assert measured([text])[0] <= width(text)


@pytest.mark.parametrize("text", ["שלום", "ไทย", "上海", "🚀", "x" * 21, "a\nb", "a\u00adb"])
def test_what_needs_care_is_not_plain(text: str) -> None:
    assert not is_plain(text)
