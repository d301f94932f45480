"""The API's document says everything, and what it says is true."""

from testkit.api_documents import described, document, fresh_examples
from testkit.descriptions import unsaid
from testkit.fuzzing import fuzz


def test_the_document_says_everything() -> None:
    assert unsaid(document("notifier")) == []


async def test_the_examples_are_what_callers_get() -> None:
    assert await fresh_examples("notifier") == described("notifier").examples()


async def test_generated_requests_get_what_the_document_says() -> None:
    assert await fuzz("notifier") == ""
