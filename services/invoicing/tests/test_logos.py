"""Logo and colour of documents: what is taken, what is refused, and that issued documents keep theirs."""

import base64
import hashlib
import struct
import zlib
from typing import Any

import pytest
from sqlalchemy import text

from domain_errors import InvalidInputError
from invoicing.domain.appearance import check_colour
from invoicing.domain.logos import checked_logo
from invoicing.printing import check_logo
from services.invoicing.tests.driver import Driver

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#7a3b9e"/></svg>'


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def png(
    width: int = 4, height: int = 2, *more: bytes, header: tuple[int, int] | None = None
) -> bytes:
    rows = zlib.compress(b"".join(b"\0" + b"\x7a\x3b\x9e" * width for _ in range(height)))
    size = struct.pack(">IIBBBBB", *(header or (width, height)), 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", size), *more, chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4z"
    "NDL/wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJx"
    "FDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZ"
    "mqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APn+v//Z"
)
WITH_PLACE = JPEG[:2] + b"\xff\xe1\x00\x12Exif\0\0GPS here..."[:20] + JPEG[2:]


def sent(content: bytes) -> dict[str, str]:
    return {"content": base64.b64encode(content).decode()}


@pytest.mark.parametrize("content", [SVG, png(), JPEG], ids=["svg", "png", "jpeg"])
def test_pictures_are_taken_and_printed(content: bytes) -> None:
    check_logo(checked_logo(content))


def test_what_is_hidden_in_a_picture_is_not_kept() -> None:
    hidden = chunk(b"tEXt", b"Author\0somebody") + chunk(b"iCCP", b"x" * 100)
    assert checked_logo(png(4, 2, hidden)).content == png()
    assert checked_logo(WITH_PLACE).content == JPEG


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="http://169.254.169.254/x.png"/>',
        '<image href="file:///etc/passwd"/>',
        '<use href="#a"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<rect width="1" height="1" onload="x()"/>',
        '<rect width="1" height="1" fill="url(http://x/y#z)"/>',
        '<rect width="1" height="1" style="fill:u\\72l(http://x)"/>',
        "<style>@import 'http://x/y.css';</style>",
        '<filter id="f"><feTurbulence/></filter>',
        '<pattern id="p"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<animate attributeName="x"/>',
        "<text>Studio</text>",
        '<g xmlns="http://www.w3.org/1999/xhtml"><script/></g>',
        "<metadata><script/></metadata>",
        '<i:view xmlns:i="http://www.inkscape.org/namespaces/inkscape"><image/></i:view>',
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(inside: str) -> None:
    hostile = SVG.replace(b"</svg>", inside.encode() + b"</svg>")
    with pytest.raises(InvalidInputError):
        checked_logo(hostile)


def test_notes_of_drawing_programs_are_no_harm() -> None:
    notes = (
        b'<i:view xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:zoom="2"/><title>Logo</title>'
        b'<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'
    )
    check_logo(checked_logo(SVG.replace(b"<rect", notes + b"<rect")))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        + SVG.replace(b"<rect", b"&b;<rect"),
        b'<?xml version="1.0" encoding="UTF-16"?>' + SVG,
        SVG.decode().encode("utf-16"),
        SVG.replace(b' viewBox="0 0 40 20"', b""),
        b"<svg>",
        b"<html/>",
        b"%PDF-1.7",
        b"GIF89a",
        b"",
        SVG.replace(b"<rect", b"<g>" * 6000 + b"<rect").replace(
            b"</svg>", b"</g>" * 6000 + b"</svg>"
        ),
        SVG + b" " * 300_000,
        png()[:-20],
        png(header=(100_000, 100_000)),
        png(header=(0, 5)),
        png(100, 1),
        JPEG[:30],
        b"\xff\xd8\xff\xe0\x00\x01",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInputError):
        checked_logo(content)


@pytest.mark.parametrize(
    "content",
    [png(header=(4, 200)), png().replace(b"IDAT", b"IDAT", 1)[:60] + b"\0" * 9 + png()[69:]],
)
def test_a_picture_that_no_program_shows_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInputError):
        check_logo(checked_logo(content))


@pytest.mark.parametrize(
    ("colour", "good"),
    [("#1f5c70", True), ("#ffd400", False), ("#767676", True), ("#787878", False)],
)
def test_a_colour_must_be_readable_on_paper(colour: str, good: bool) -> None:
    if good:
        check_colour(colour)
        return
    with pytest.raises(InvalidInputError) as refused:
        check_colour(colour)
    assert "too light" in refused.value.fields[0].reason


async def put_logo(driver: Driver, content: bytes) -> Any:
    await driver.read("settings")
    return await driver.client.put("/v1/settings/logo", json=sent(content))


async def test_a_logo_is_on_what_is_issued_from_then_on_and_stays_there(driver: Driver) -> None:
    changed = await put_logo(driver, SVG)
    assert changed.status_code == 200, changed.text
    assert changed.json()["logo"] == hashlib.sha256(SVG).hexdigest()
    invoice = await driver.invoice()
    path = f"/v1/invoices/{invoice['id']}.pdf"
    assert (await put_logo(driver, png())).status_code == 200
    shown = await driver.client.get("/v1/settings/logo")
    assert (shown.headers["content-type"], shown.content) == ("image/png", png())
    first = await driver.client.get(path)  # made only now, with the logo of the issue
    async with driver.served.database.transaction(driver.account) as session:
        frozen = await session.scalar(text("SELECT logo FROM invoices"))
    assert frozen == hashlib.sha256(SVG).hexdigest()
    assert (await driver.client.get(path)).content == first.content


async def test_settings_that_are_replaced_keep_the_logo_until_it_is_deleted(driver: Driver) -> None:
    await put_logo(driver, SVG)
    changed = await driver.client.patch("/v1/settings", json={"colour": "#7a3b9e"})
    assert changed.json()["logo"] is not None
    await driver.read("settings")
    assert (await driver.client.delete("/v1/settings/logo")).status_code == 204
    assert (await driver.read("settings"))["logo"] is None
    assert (await driver.client.get("/v1/settings/logo")).status_code == 404


async def test_a_hostile_drawing_changes_nothing(driver: Driver) -> None:
    refused = await put_logo(driver, SVG.replace(b"<rect", b"<script/><rect"))
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "content"
    assert (await driver.read("settings"))["logo"] is None


async def test_a_drawing_is_shown_as_a_picture_that_runs_nothing(driver: Driver) -> None:
    await put_logo(driver, SVG)
    shown = await driver.client.get("/v1/settings/logo")
    assert shown.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in shown.headers["content-security-policy"]


async def test_who_bills_changes_the_logo_and_who_reads_sees_the_sample(driver: Driver) -> None:
    await driver.read("settings")
    manager = await driver.served.as_("manager", account=driver.account)
    agent = await driver.served.as_("agent", account=driver.account)
    headers = {"If-Match": '"1"'}
    assert (
        await manager.put("/v1/settings/logo", json=sent(SVG), headers=headers)
    ).status_code == 403
    assert (await agent.get("/v1/settings/sample.png")).status_code == 403
    page = await manager.get("/v1/settings/sample.png?colour=%237a3b9e&language=sv")
    assert page.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("language", ["da", "de", "en", "nb", "sv", "fr"])
async def test_the_sample_is_in_every_language_with_the_time_on_its_second_page(
    driver: Driver, language: str
) -> None:
    address = f"/v1/settings/sample.png?language={language}&time_appendix=entries&page="
    first, second = [await driver.client.get(f"{address}{page}") for page in (1, 2)]
    assert first.content != second.content
    assert (await driver.client.get(f"{address}3")).status_code == 422
