"""What people call themselves and their work is printed, in whatever script they write."""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import ContentStream

from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.parties import Address, Party
from invoicing.printing import print_pdf
from services.invoicing.tests.test_sheet import CONTENT, TIME

SAMPLES = {
    "Arabic": "تطوير متجر إلكتروني مع الدفع والشحن، بما في ذلك الاختبارات (٢٠٢٦).",
    "Armenian": "Առցանց խանութի մշակում",
    "Bengali": "ওয়েবসাইট উন্নয়ন, অর্থপ্রদান সহ",
    "Chinese, simplified": "上海分公司网站开发，包括购物车、支付和多语言支持；",
    "Chinese, traditional": "臺北辦公室網站開發，包括購物車、付款與多語言支援。",
    "Cyrillic": "Разработка сайта, їжак, ћирилица",
    "Devanagari": "वेबसाइट का विकास, भुगतान और शिपिंग सहित।",
    "Emoji": "🚀 👍🏽 👩‍💻 🇩🇰 ❤️ ☎️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣",
    "Ethiopic": "የድር ጣቢያ ልማት",
    "Georgian": "ვებსაიტის შემუშავება",
    "Greek": "Ανάπτυξη ιστοσελίδας, ᾧ",
    "Gujarati": "વેબસાઇટ વિકાસ, ચુકવણી સાથે",
    "Gurmukhi": "ਵੈੱਬਸਾਈਟ ਵਿਕਾਸ",
    "Hebrew": "פיתוח אתר, כולל תשלום (2026)!",
    "Japanese": "東京都（とうきょうと）のサイト開発。カート・決済を含む。",
    "Kannada": "ವೆಬ್‌ಸೈಟ್ ಅಭಿವೃದ್ಧಿ",
    "Khmer": "ការអភិវឌ្ឍគេហទំព័រ",
    "Korean": "서울특별시 웹사이트 개발",
    "Lao": "ການພັດທະນາເວັບໄຊທ໌",
    "Malayalam": "വെബ്സൈറ്റ് വികസനം",
    "Mathematics": "∑ ∫ √ ≠ ≤ ∞ ∂ ℝ 𝒳 𝔸 → ⇒ ∀ ∈",
    "Myanmar": "ဝဘ်ဆိုက်ဖွံ့ဖြိုးတိုးတက်မှု",
    "Oriya": "ୱେବସାଇଟ୍ ବିକାଶ",
    "Sinhala": "වෙබ් අඩවිය සංවර්ධනය",
    "Symbols": "₹ ₿ ₴ ₽ ™ № ℃ ½ ① ✓ ★ ☂ ♫ ⚙ ■ ⠿ ␣",
    "Tamil": "வலைத்தள மேம்பாடு",
    "Telugu": "వెబ్‌సైట్ అభివృద్ధి",
    "Thai": "ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำแน่นอน",
    "Vietnamese": "Phát triển trang web, thanh toán và vận chuyển",
}
# As the names of characters begin: every letter and digit of these that Unicode 3.2 had is promised.
SCRIPTS = (
    *("ARABIC", "ARMENIAN", "BENGALI", "BOPOMOFO", "CHEROKEE", "CJK UNIFIED IDEOGRAPH", "CYRILLIC"),
    *("DEVANAGARI", "ETHIOPIC", "GEORGIAN", "GREEK", "GUJARATI", "GURMUKHI", "HANGUL SYLLABLE"),
    *("HEBREW", "HIRAGANA", "KANNADA", "KATAKANA", "KHMER", "LAO", "LATIN", "MALAYALAM"),
    *("MYANMAR", "ORIYA", "SINHALA", "TAMIL", "TELUGU", "THAI"),
)
AT = datetime(2026, 10, 5, tzinfo=UTC)


def pages_of(content: InvoiceContent) -> list[pypdf.PageObject]:
    """The pages as printed."""
    return list(pypdf.PdfReader(io.BytesIO(print_pdf(content, at=AT))).pages)


def operations(page: pypdf.PageObject) -> Iterator[tuple[Any, bytes]]:
    """What draws the page: operands, operator."""
    yield from ContentStream(page.get_contents(), page.pdf).operations


def fonts(page: pypdf.PageObject) -> list[Any]:
    """The fonts in use on the page."""
    resources: Any = page["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


def glyphs(page: pypdf.PageObject) -> set[bytes]:
    """The numbers of the glyphs shown, two bytes each. Zero is the box that stands for what a font lacks."""
    shown = [x for operands, operator in operations(page) if operator == b"TJ" for x in operands[0]]
    shown += [operands[0] for operands, operator in operations(page) if operator == b"Tj"]
    codes = [text.original_bytes for text in shown if hasattr(text, "original_bytes")]
    return {code[at : at + 2] for code in codes for at in range(0, len(code), 2)}


def copied(page: pypdf.PageObject) -> str:
    """What can be copied from the page: its text, what each font says of its glyphs, and what several stand for."""
    maps = "".join(font["/ToUnicode"].get_data().decode() for font in fonts(page))
    meanings = re.findall(r"^<[0-9A-F]{4}> <([0-9A-F]+)>$", maps, re.MULTILINE)
    text = page.extract_text() + "".join(bytes.fromhex(m).decode("utf-16-be") for m in meanings)
    marked = (operands[1] for operands, operator in operations(page) if operator == b"BDC")
    text += "".join(properties.get("/ActualText", "") for properties in marked)
    return text + unicodedata.normalize("NFC", text)


def visible(text: str) -> set[str]:
    """Its characters, without spaces, marks and what only steers the others."""
    return {c for c in text if unicodedata.category(c) not in ("Zs", "Cf", "Cc", "Mn", "Mc")}


@pytest.mark.parametrize("script", SAMPLES)
def test_text_of_each_script_is_printed_and_can_be_copied_from_the_page(script: str) -> None:
    text = SAMPLES[script]
    buyer = Party(text, Address((text,), "1000", text, "DK"))
    [page] = pages_of(replace(CONTENT, buyer=buyer, lines=(replace(TIME, description=text),)))
    assert visible(text) - visible(copied(page)) == set()
    assert b"\0\0" not in glyphs(page)


@cache
def letters(script: str) -> list[str]:
    """Every letter and digit of the script that Unicode 3.2 had: the same in every version of Python."""
    names = ((c, unicodedata.ucd_3_2_0.name(c, "")) for c in map(chr, range(0x20000)))
    return [
        c
        for c, name in names
        if name.startswith((f"{script} ", f"{script}-"))
        if unicodedata.category(c)[0] in "LN"
    ]


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_letter_is_printed(script: str) -> None:
    assert print_pdf(replace(CONTENT, notes=" ".join(letters(script))), at=AT)


words = st.sampled_from(SCRIPTS).flatmap(
    lambda script: st.lists(st.sampled_from(letters(script)), min_size=1, max_size=30).map("".join)
)
texts = st.lists(words | st.sampled_from([*SAMPLES.values()]), min_size=1, max_size=6).map(" ".join)
addresses = st.builds(
    Address, st.tuples(texts, texts), texts, texts, st.sampled_from(["DK", "CN", "TW", "JP", "KR"])
)
parties = st.builds(Party, texts, addresses, texts, texts)
contents = st.builds(
    lambda description, **changed: replace(
        CONTENT, lines=(replace(TIME, description=description),), **changed
    ),
    texts,
    seller=parties,
    buyer=parties,
    reference=texts,
    notes=texts,
    payment_instructions=texts,
)


@given(contents)
@settings(max_examples=20, deadline=None)
def test_every_field_takes_every_script(content: InvoiceContent) -> None:
    assert print_pdf(content, at=AT)


def noto_fonts(content: InvoiceContent) -> set[str]:
    """The fonts that the page needs besides the usual one."""
    [page] = pages_of(content)
    names = (str(font["/BaseFont"]).split("+")[1].split("-")[0] for font in fonts(page))
    return {name for name in names if not name.startswith("Libertinus")}


@pytest.mark.parametrize(
    ("country", "shapes"),
    [("CN", "sc"), ("TW", "tc"), ("HK", "hk"), ("JP", "jp"), ("KR", "kr"), ("DK", "sc")],
)
def test_chinese_characters_have_the_shapes_of_the_customers_country(
    country: str, shapes: str
) -> None:
    buyer = Party("骨直", Address(("骨直",), "1", "骨", country))
    assert noto_fonts(replace(CONTENT, buyer=buyer)) == {f"NotoSansCJK{shapes}"}


def test_emoji_are_whole_pictures_though_some_begin_with_a_digit() -> None:
    assert noto_fonts(replace(CONTENT, notes=SAMPLES["Emoji"])) == {"NotoEmoji"}


@pytest.mark.parametrize("letter", ["上", "ก", "က", "한", "አ", "。", "🚀"])
def test_what_has_no_spaces_stays_within_its_column(letter: str) -> None:
    line = replace(TIME, description=letter * 150)
    text = "".join(page.extract_text() for page in pages_of(replace(CONTENT, lines=(line,))))
    rows = re.findall(f"{letter}+", text)
    assert sum(map(len, rows)) == 150
    assert max(map(len, rows)) <= 60


def rows_of(description: str) -> list[str]:
    """The rows of a long description that begins with its first letter again and again."""
    [page] = pages_of(replace(CONTENT, lines=(replace(TIME, description=description),)))
    return [row for row in page.extract_text().splitlines() if description[0] in row]


def test_thai_breaks_between_words() -> None:
    words = ("ภาษา", "ไทย", "ของ", "เรา", "ภาพ", "งาน", "สาม", "อาหาร", "ประเทศ", "รถยนต", "ตลาด")
    rows = rows_of("".join(words) * 5)
    assert len(rows) > 2
    assert [row for row in rows if not row.startswith(words)] == []


def test_no_chinese_row_begins_with_a_comma() -> None:
    rows = rows_of("上海是中华人民共和国直辖市，" * 12)
    assert len(rows) > 2
    assert [row for row in rows if row.startswith("，")] == []
