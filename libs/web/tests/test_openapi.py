"""The document says what callers meet."""

import json
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from testkit import Served
from web import Amount, WholeNumber
from web.bounds import state_bounds


@pytest.fixture
def document(served: Served) -> dict[str, Any]:
    return dict(served.app.openapi())


def statuses(document: dict[str, Any], method: str, path: str) -> set[str]:
    return set(document["paths"][path][method]["responses"])


def test_every_refusal_is_a_problem_document(document: dict[str, Any]) -> None:
    shared = document["components"]["responses"]
    for path in document["paths"].values():
        for operation in path.values():
            refusals = {s: r for s, r in operation["responses"].items() if s >= "400"}
            assert {"401", "422", "500", "503"} <= refusals.keys()
            for refusal in refusals.values():
                described = shared.get(refusal.get("$ref", "").rpartition("/")[2], refusal)
                schema = described["content"]["application/problem+json"]["schema"]
                assert schema["allOf"][0] == {"$ref": "#/components/schemas/Problem"}
                assert schema["allOf"][1]["properties"]["type"]["enum"]
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


@pytest.mark.parametrize(
    ("path", "required"), [("/v1/notes/{note_id}/approval", True), ("/v1/notes/{note_id}", False)]
)
def test_changes_document_whether_they_need_the_version_that_was_read(
    document: dict[str, Any], path: str, required: bool
) -> None:
    parameters = document["paths"][path]["put"]["parameters"]
    [header] = [one for one in parameters if one["name"] == "if-match"]
    assert (header["required"], header["schema"]["type"]) == (required, "string")


def test_amounts_are_documented_as_the_strings_that_are_taken(document: dict[str, Any]) -> None:
    amount = document["components"]["schemas"]["Amount"]
    assert amount["type"] == "string"


def test_the_document_is_made_once_and_served(served: Served) -> None:
    assert served.app.openapi() is served.app.openapi()


def test_an_operation_names_the_problems_of_its_own(document: dict[str, Any]) -> None:
    conflict = document["paths"]["/v1/notes"]["post"]["responses"]["409"]
    types = conflict["content"]["application/problem+json"]["schema"]["allOf"][1]
    assert types["properties"]["type"]["enum"] == [
        "urn:honorar:problem:conflict",
        "urn:honorar:problem:length-known",
        "urn:honorar:problem:note-known",
        "urn:honorar:problem:note-refused",
    ]


async def test_a_refusal_that_is_not_documented_fails_the_test(served: Served) -> None:
    client = await served.as_("agent")
    note = {"text": "a", "seconds": 1}
    with pytest.raises(AssertionError, match=r"create_note answered 404, which is not documented"):
        await client.post("/v1/notes", json=note, params={"then": "undocumented"})


def test_the_docstring_beneath_a_field_of_a_filter_describes_its_parameter(
    document: dict[str, Any],
) -> None:
    described = {
        p["name"]: p["description"] for p in document["paths"]["/v1/notes"]["get"]["parameters"]
    }
    assert described["text"] == "Notes with just this text."
    assert described.keys() == {"text", "cursor", "limit"}


async def test_a_filter_and_a_page_are_asked_for_together(served: Served) -> None:
    client = await served.as_("agent")
    for seconds, text in enumerate(["a", "b"]):
        await client.post("/v1/notes", json={"text": text, "seconds": seconds})
    found = await client.get("/v1/notes", params={"text": "b", "limit": "1"})
    assert [note["text"] for note in found.json()["items"]] == ["b"]
    refused = await client.get("/v1/notes", params={"txet": "b"})
    assert refused.status_code == 422


def test_parameters_are_never_null(document: dict[str, Any]) -> None:
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                assert "null" not in json.dumps(parameter["schema"]), parameter


class _Bounded(BaseModel):
    count: Annotated[WholeNumber, Field(ge=1, lt=10)]
    share: Annotated[Amount, Field(gt=0, le=100, max_digits=5)] = Decimal(1)
    """A part."""
    ge: int = Field(ge=2)

    model_config = ConfigDict(use_attribute_docstrings=True)


def test_bounds_behind_our_own_checks_are_those_of_json_schema() -> None:
    schema = _Bounded.model_json_schema()
    state_bounds(schema)
    fields = schema["properties"]
    assert (fields["count"]["minimum"], fields["count"]["exclusiveMaximum"]) == (1, 10)
    assert fields["share"]["description"] == "A part. More than 0 and at most 100."
    assert not {"gt", "le", "max_digits"} & fields["share"].keys()
    assert fields["ge"]["minimum"] == 2
