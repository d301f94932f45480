"""The API's document leaves nothing unsaid, and its examples are what callers get."""

from testkit.api_documents import described, document, fresh_examples
from testkit.descriptions import unsaid


def test_the_document_says_everything() -> None:
    assert unsaid(document("invoicing")) == []


async def test_the_examples_are_what_callers_get() -> None:
    assert await fresh_examples("invoicing") == described("invoicing").examples()
