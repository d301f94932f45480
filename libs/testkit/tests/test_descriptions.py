"""What a document leaves unsaid is named."""

from copy import deepcopy
from typing import Any

import pytest

from testkit.descriptions import unsaid

SAID: dict[str, Any] = {
    "info": {"description": "Notes."},
    "tags": [{"name": "notes", "description": "Notes."}],
    "paths": {
        "/notes/{note_id}": {
            "get": {
                "operationId": "get_note",
                "summary": "Get note",
                "description": "Get a note.",
                "tags": ["notes"],
                "parameters": [{"name": "note_id", "description": "Id of the note."}],
                "responses": {"200": {"content": {"application/json": {"examples": {}}}}},
            }
        }
    },
    "components": {
        "schemas": {
            "Note": {
                "description": "A note.",
                "properties": {
                    "text": {"description": "What it says."},
                    "price": {"anyOf": [{"$ref": "#/components/schemas/Price"}, {"type": "null"}]},
                },
            },
            "Price": {"type": "string", "description": "In units of the currency."},
        }
    },
}
OPERATION = ("paths", "/notes/{note_id}", "get")
NOTE = ("components", "schemas", "Note")


def test_all_is_said() -> None:
    assert unsaid(SAID) == []


@pytest.mark.parametrize(
    ("where", "complaint"),
    [
        (("info", "description"), "the document has no description"),
        (("tags",), "tag notes has no description"),
        ((*OPERATION, "operationId"), "GET /notes/{note_id} has no operationId"),
        ((*OPERATION, "summary"), "GET /notes/{note_id} has no summary"),
        ((*OPERATION, "description"), "GET /notes/{note_id} has no description"),
        (
            (*OPERATION, "parameters", 0, "description"),
            "get_note: parameter note_id has no description",
        ),
        (
            (*OPERATION, "responses", "200", "content", "application/json", "examples"),
            "get_note: 200 has no example",
        ),
        ((*NOTE, "description"), "schema Note has no description"),
        ((*NOTE, "properties", "text", "description"), "Note.text has no description"),
        (("components", "schemas", "Price", "description"), "Note.price has no description"),
    ],
)
def test_what_is_missing_is_named(where: tuple[Any, ...], complaint: str) -> None:
    document: Any = deepcopy(SAID)
    *path, last = where
    within = document
    for step in path:
        within = within[step]
    del within[last]
    assert complaint in unsaid(document)


def test_an_amount_that_might_be_a_number_is_named() -> None:
    document = deepcopy(SAID)
    amount = {"description": "How much.", "anyOf": [{"type": "number"}, {"type": "string"}]}
    document["components"]["schemas"]["Note"]["properties"]["price"] = amount
    assert unsaid(document) == ["Note.price is documented as a number or a string"]


def test_an_operation_id_is_used_once() -> None:
    document = deepcopy(SAID)
    document["paths"]["/notes"] = document["paths"]["/notes/{note_id}"]
    assert unsaid(document) == ["operationId get_note is used twice"]
