"""Whether an invoice or credit note can be printed, found out without printing it.

Each character is tried once in the life of the process, in every weight that the page has; so is each word whose letters
are joined or marked, since a font may have the letters and not the whole.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime

import typst

from invoicing.domain.appendix import Appendix
from invoicing.domain.credit_note import CreditNoteContent
from invoicing.domain.document import Enclosed
from invoicing.domain.parties import Party
from invoicing.domain.quote import QuoteContent
from invoicing.printing.pdf import countries, print_pdf
from invoicing.printing.sheet import Printed
from typesetting.fonts import FONTS, families

_MOST = 100_000
"""Characters and words that are remembered; no language has so many characters."""
_ALONE = frozenset("LNPSZ")
"""Beginnings of the categories of characters that are printed whatever stands beside them."""
_SPACES = re.compile("[ \n]+")
_JOINED = frozenset({"Sk"})
_JAMO = (range(0x1100, 0x1200), range(0xA960, 0xA980), range(0xD7B0, 0xD800))
"""Letters that make a Hangul syllable together."""
_PROBE = b"""
#set text(font: json(bytes(sys.inputs.fonts)))
#sys.inputs.text
#text(weight: "semibold", sys.inputs.text)
"""
_printed: dict[str, set[str]] = {}


def known_to_print(content: Printed, appendix: Appendix | None = None) -> bool:
    """Whether all of it was printed before. Takes microseconds."""
    return not _unknown(content, appendix)


def check_printable(content: Printed, appendix: Appendix | None = None, *, at: datetime) -> None:
    """Try what was not printed before. Raises `UnprintableTextError`."""
    unknown = _unknown(content, appendix)
    if unknown and not _prints(content, unknown):
        print_pdf(
            content, Enclosed(appendix=appendix), at=at
        )  # raises, with the fields that say it
    else:
        _remember(content, unknown)


def _unknown(content: Printed, appendix: Appendix | None) -> set[str]:
    known = _printed.get(_fonts(content), set[str]())
    return {
        piece
        for text in _texts(content, appendix)
        if not known.issuperset(text)
        for piece in _pieces(text)
        if piece not in known
    }


def _prints(content: Printed, pieces: set[str]) -> bool:
    compiler = typst.Compiler(_PROBE, font_paths=FONTS)
    inputs = {"fonts": _fonts(content), "text": " ".join(sorted(pieces))}
    try:
        compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-2b"])
    except typst.TypstError:
        return False
    return True


def _remember(content: Printed, pieces: set[str]) -> None:
    known = _printed.setdefault(_fonts(content), set(" \n"))
    if len(known) > _MOST:
        known.clear()
    known |= pieces


def _fonts(content: Printed) -> str:
    return json.dumps(families(countries(content)))


def _pieces(text: str) -> Iterator[str]:
    """The text's characters, but words as a whole where their characters are not printed one by one."""
    for word in _SPACES.split(text):
        if all(map(_stands_alone, word)):
            yield from word
        else:
            yield word


def _stands_alone(character: str) -> bool:
    category = unicodedata.category(character)
    return (
        category[0] in _ALONE
        and category not in _JOINED
        and not any(ord(character) in joined for joined in _JAMO)
    )


def _texts(content: Printed, appendix: Appendix | None) -> Iterator[str]:
    """Everything that people wrote; our own words can be printed."""
    yield from _of_party(content.seller)
    yield from _of_party(content.buyer)
    yield from (line.description for line in content.lines)
    yield from (line.unit for line in content.lines if line.unit)
    yield content.reference
    if appendix:
        for entry in appendix.entries:
            yield from (entry.work, entry.agent_name or "")
    if isinstance(content, CreditNoteContent):
        yield content.reason
        yield content.purchase_order or ""
    elif isinstance(content, QuoteContent):
        yield from (content.notes, content.title)
    else:
        yield from (content.notes, content.payment_instructions, content.purchase_order or "")


def _of_party(party: Party) -> Iterator[str]:
    numbers = (party.vat_number, party.registration_number, party.gln)
    yield from (party.name, *(number or "" for number in numbers))
    if party.address:
        address = party.address
        yield from (*address.lines, address.postal_code, address.city)
