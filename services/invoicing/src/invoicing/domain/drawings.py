"""SVG files: only shapes and their colours are taken; what runs, fetches, animates, nests or writes is refused."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLParser

SVG = "image/svg+xml"
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    {
        *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("defs", "linearGradient", "radialGradient", "stop", "clipPath", "style"),
    }
)
_IGNORED = frozenset({"metadata", "title", "desc"})
"""Whatever is in them is not drawn."""
_EDITORS = ("{http://www.inkscape.org/", "{http://sodipodi.sourceforge.net/")
"""Programs that note where their windows were."""
_DRAWN = (_NAMESPACE, "{http://www.w3.org/1999/xhtml}")
_MOST_ELEMENTS = 5000
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@|\\|expression|javascript:", re.IGNORECASE)
"""In styles and attributes: other files, rules that import, and letters that hide behind their numbers."""


class RefusedDrawingError(ValueError):
    """It says more than shapes; the text says what."""


def check_drawing(content: bytes) -> None:
    """Raises `RefusedDrawingError`."""
    if _DECLARATION.search(content):
        raise RefusedDrawingError("declares a document type: save it as plain SVG")
    try:
        content.decode()
        parser = XMLParser()  # noqa: S314 - no declarations, so no entities
        parser.feed(content)
        root = parser.close()
    except (ParseError, UnicodeDecodeError) as error:
        raise RefusedDrawingError("is no XML in UTF-8") from error
    if root.tag != f"{_NAMESPACE}svg":
        raise RefusedDrawingError("is no SVG")
    for reason in _reasons(root):
        raise RefusedDrawingError(reason)
    if not _has_size(root):
        raise RefusedDrawingError("has no viewBox, nor width and height")


def _reasons(root: Element) -> Iterator[str]:
    drawn = list(_drawn(root))
    if len(drawn) > _MOST_ELEMENTS:
        yield f"has more than {_MOST_ELEMENTS} shapes"
    for element in drawn:
        name = element.tag.removeprefix(_NAMESPACE)
        if name not in _ELEMENTS:
            yield _refused(name)
        for attribute, value in element.attrib.items():
            yield from _reasons_of(attribute, value)
        if name == "style" and _ELSEWHERE.search(element.text or ""):
            yield "has a style that reaches outside the file"


def _drawn(element: Element) -> Iterator[Element]:
    """The elements but for what a program has noted, in an order that needs no recursion."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if not _is_note(one):
            yield one
            waiting.extend(one)


def _is_note(element: Element) -> bool:
    """Whether it is something that is not drawn, with nothing in it that could be."""
    name = element.tag
    if name.removeprefix(_NAMESPACE) not in _IGNORED and not name.startswith(_EDITORS):
        return False
    return not any(one.tag.startswith(_DRAWN) for one in element.iter() if one is not element)


def _reasons_of(attribute: str, value: str) -> Iterator[str]:
    name = attribute.rpartition("}")[2].lower()
    if name.startswith("on"):
        yield f"has a script in the attribute {name}"
    if name == "href" and not value.startswith("#"):
        yield "refers to another file"
    if _ELSEWHERE.search(value) and not attribute.startswith("{"):
        yield f"reaches outside the file in the attribute {name}"


def _refused(name: str) -> str:
    if name in ("text", "tspan"):
        return "has text: let your program turn it into paths, since fonts are not in the file"
    if name in ("image", "use"):
        return f"has the element {name}: only shapes are taken; send the logo as PNG instead"
    return f"has the element {name.rpartition('}')[2][:30]}: only shapes and gradients are taken"


def _has_size(root: Element) -> bool:
    return "viewBox" in root.attrib or {"width", "height"} <= root.attrib.keys()
