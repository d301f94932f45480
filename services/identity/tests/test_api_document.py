"""The API's document says everything, its examples are true, and callers get what it says."""

from testkit.api_documents import described, document, fresh_examples
from testkit.descriptions import unsaid
from testkit.fuzzing import fuzz


def test_nothing_is_left_unsaid() -> None:
    assert unsaid(document("identity")) == []


async def test_the_examples_are_what_callers_get() -> None:
    assert await fresh_examples("identity") == described("identity").examples()


async def test_generated_requests_get_what_the_document_says() -> None:
    assert await fuzz("identity") == ""
