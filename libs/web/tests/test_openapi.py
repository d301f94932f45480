"""The document says what callers meet."""

from typing import Any

import pytest

from testkit import Served


@pytest.fixture
def document(served: Served) -> dict[str, Any]:
    return dict(served.app.openapi())


def statuses(document: dict[str, Any], method: str, path: str) -> set[str]:
    return set(document["paths"][path][method]["responses"])


def test_every_refusal_is_a_problem_document(document: dict[str, Any]) -> None:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for path in document["paths"].values():
        for operation in path.values():
            refusals = {s: r for s, r in operation["responses"].items() if s >= "400"}
            assert {"401", "422", "500", "503"} <= refusals.keys()
            for refusal in refusals.values():
                assert refusal["content"] == {"application/problem+json": problem}
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_an_operation_documents_what_it_can_refuse(document: dict[str, Any]) -> None:
    approve = statuses(document, "put", "/v1/notes/{note_id}/approval")
    assert {"400", "403", "404", "409", "412", "413", "428"} <= approve
    assert "428" not in statuses(document, "put", "/v1/notes/{note_id}")
    assert statuses(document, "get", "/v1/me") == {"200", "401", "422", "500", "503"}


@pytest.mark.parametrize(
    ("method", "path", "required"),
    [("put", "/v1/notes/{note_id}/approval", True), ("post", "/v1/notes", False)],
)
def test_writes_document_their_idempotency_key(
    document: dict[str, Any], method: str, path: str, required: bool
) -> None:
    [key] = [
        p for p in document["paths"][path][method]["parameters"] if p["name"] == "Idempotency-Key"
    ]
    assert (key["in"], key["required"]) == ("header", required)


def test_amounts_are_documented_as_the_strings_that_are_taken(document: dict[str, Any]) -> None:
    amount = document["components"]["schemas"]["Money"]["properties"]["amount"]
    assert amount["type"] == "string"


def test_the_document_is_made_once_and_served(served: Served) -> None:
    assert served.app.openapi() is served.app.openapi()
