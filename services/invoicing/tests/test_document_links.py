"""A link opens one document, and only who was given it has it."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from contracts.invoicing import InvoiceIssued
from database import new_id
from invoicing.domain.document_links import DocumentLinks
from services.invoicing.tests.driver import Driver
from testkit import OTHER_ACCOUNT

LINKS = DocumentLinks(b"a secret for tests only")
Place = tuple[UUID, UUID]
PLACES = st.tuples(st.uuids(), st.uuids())


def key_of(path: str) -> str:
    """The permission that a link carries."""
    return parse_qs(urlsplit(path).query)["key"][0]


def digest_of(content: bytes) -> str:
    """What `Repr-Digest` says of bytes (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


@given(PLACES)
def test_a_link_permits_its_own_document(place: Place) -> None:
    path = LINKS.path(*place)
    assert path.startswith(f"/documents/{place[1]}.pdf?account={place[0]}&key=")
    assert LINKS.permits(*place, key_of(path))


@given(PLACES, PLACES)
def test_a_link_permits_no_other_document(place: Place, other: Place) -> None:
    assert LINKS.permits(*other, key_of(LINKS.path(*place))) == (place == other)


@given(PLACES, st.text(max_size=100))
def test_no_other_key_permits_it(place: Place, key: str) -> None:
    assert not LINKS.permits(*place, key)
    assert not LINKS.permits(*place, key_of(DocumentLinks(b"another secret").path(*place)))


async def test_the_event_tells_where_the_document_is_and_the_link_is_the_permission(
    driver: Driver,
) -> None:
    await driver.invoice()
    [issued] = await driver.published(InvoiceIssued)
    anybody = await driver.served.client()
    fetched = await anybody.get(issued.document.path)
    assert fetched.headers["content-type"] == "application/pdf"
    assert fetched.headers["content-disposition"] == f'inline; filename="{issued.number}.pdf"'
    assert fetched.headers["repr-digest"] == digest_of(fetched.content)


async def test_a_forged_link_opens_nothing(driver: Driver) -> None:
    await driver.invoice()
    [issued] = await driver.published(InvoiceIssued)
    anybody, path = await driver.served.client(), issued.document.path
    forged = [
        path.replace(str(driver.account), str(OTHER_ACCOUNT)),
        path.replace(str(issued.invoice_id), str(new_id())),
        path[:-1] + ("0" if path[-1] != "0" else "1"),
        DocumentLinks(b"another secret").path(driver.account, issued.invoice_id),
    ]
    assert [(await anybody.get(p)).status_code for p in forged] == [404] * 4


async def test_a_draft_has_no_link(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    path = LINKS.path(driver.account, UUID(draft["id"]))
    assert (await (await driver.served.client()).get(path)).status_code == 404
