"""The API's document leaves nothing unsaid, its examples are what callers get, and so is everything else."""

from testkit.api_documents import described, document, fresh_examples
from testkit.descriptions import unsaid
from testkit.fuzzing import fuzz


def test_the_document_says_everything() -> None:
    assert unsaid(document("invoicing")) == []


async def test_the_examples_are_what_callers_get() -> None:
    assert await fresh_examples("invoicing") == described("invoicing").examples()


async def test_generated_requests_get_what_the_document_says() -> None:
    assert await fuzz("invoicing") == ""
