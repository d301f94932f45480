"""`contracts.check` and `contracts.write`: what they find, and what they refuse to store."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts import check, stored, write
from contracts.invoicing import InvoicePaid
from contracts.stored import example, schema_of, stored_schemas

STORED = {InvoicePaid.type: schema_of(InvoicePaid)}


def stored_with(**changes: Any) -> dict[str, dict[str, Any]]:
    """The stored schema of one event, some of its properties changed; None takes one away."""
    schema = json.loads(json.dumps(STORED[InvoicePaid.type]))
    for name, value in changes.items():
        if value is None:
            del schema["properties"][name]
        else:
            schema["properties"][name] = value
    return {InvoicePaid.type: schema}


def test_the_contracts_of_today_have_no_problems(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main() == 0
    assert capsys.readouterr().out == "contracts: compatible\n"


def test_an_event_that_was_published_cannot_go() -> None:
    [problem] = check.schema_problems([], STORED)
    assert problem == "invoicing.invoice-paid.v1: was published and is gone"


def test_a_new_event_must_be_stored() -> None:
    [problem] = check.schema_problems([InvoicePaid], {})
    assert problem.startswith("invoicing.invoice-paid.v1: has no stored schema")


def test_a_field_that_was_published_cannot_go() -> None:
    [problem] = check.schema_problems([InvoicePaid], stored_with(tip={"type": "string"}))
    assert problem == "invoicing.invoice-paid.v1/properties/tip: is gone"


def test_a_new_optional_field_must_be_stored() -> None:
    [problem] = check.schema_problems([InvoicePaid], stored_with(paid_on=None))
    assert problem == "invoicing.invoice-paid.v1: has grown; run `python -m contracts.write`"


def test_an_event_needs_an_example() -> None:
    assert list(check.example_problems(InvoicePaid, [])) == [
        "invoicing.invoice-paid.v1: has no example"
    ]


def test_an_old_message_that_cannot_be_read_any_more_is_a_problem() -> None:
    message = json.loads(example(InvoicePaid).model_dump_json())
    good = json.dumps(message).encode()
    bad = json.dumps(message | {"total": 1000}).encode()
    [problem] = check.example_problems(InvoicePaid, [good, bad])
    assert "today's class cannot read an example" in problem


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder and a store of schemas that the test may change."""
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    for name, schema in stored_schemas().items():
        (schemas / f"{name}.json").write_text(write.to_json(schema))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(stored, "SCHEMAS", schemas)
    monkeypatch.setattr(write, "SCHEMAS", schemas)
    return schemas


def test_writing_stores_schemas_and_document_as_they_are_in_the_repository(elsewhere: Path) -> None:
    repository = Path(__file__).parents[3]
    for path in elsewhere.iterdir():
        path.unlink()
    assert write.main() == 0
    assert {path.name: path.read_text() for path in elsewhere.iterdir()} == {
        path.name: path.read_text()
        for path in (repository / "libs/contracts/src/contracts/schemas").iterdir()
    }
    assert Path(write.ASYNCAPI).read_text() == (repository / write.ASYNCAPI).read_text()
    assert list(check.problems()) == []


def test_a_document_that_is_out_of_date_is_a_problem(elsewhere: Path) -> None:
    write.main()
    Path(write.ASYNCAPI).write_text("{}\n")
    [problem] = check.problems()
    assert problem.startswith("docs/api/asyncapi.json: differs")


def test_writing_refuses_what_would_break_and_leaves_everything_as_it_was(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published = elsewhere / f"{InvoicePaid.type}.json"
    [before] = stored_with(tip={"type": "string"}).values()
    published.write_text(write.to_json(before))

    assert write.main() == 1
    assert "invoicing.invoice-paid.v1/properties/tip: is gone" in capsys.readouterr().out
    assert json.loads(published.read_text()) == before
    assert not Path(write.ASYNCAPI).exists()
    assert check.main() == 1
