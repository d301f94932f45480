import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator

from contracts import Event
from contracts.check import complaints
from contracts.invoicing import InvoiceIssued
from contracts.stored import EXAMPLES, SCHEMAS, example, examples, schema_of, stored_schemas
from contracts.topics import TOPICS, Topic, all_events

FACTS = list(all_events())
by_type = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.type)


def validator(fact: type[Event]) -> Validator:
    schema = stored_schemas()[fact.type]
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@by_type
def test_every_example_is_read_by_the_class_and_allowed_by_the_stored_schema(
    fact: type[Event],
) -> None:
    messages = list(examples(fact))
    assert messages
    for message in messages:
        fact.model_validate_json(message)
        validator(fact).validate(json.loads(message))


@by_type
def test_what_the_class_writes_is_allowed_by_the_stored_schema_and_read_back_the_same(
    fact: type[Event],
) -> None:
    said = example(fact)
    written = said.model_dump_json()
    validator(fact).validate(json.loads(written))
    assert fact.model_validate_json(written) == said


@by_type
def test_an_example_without_a_required_field_is_refused_by_class_and_schema(
    fact: type[Event],
) -> None:
    for name in stored_schemas()[fact.type]["required"]:
        message = json.loads(next(examples(fact)))
        del message[name]
        with pytest.raises(ValueError, match=name):
            fact.model_validate(message)
        with pytest.raises(ValidationError, match=name):
            validator(fact).validate(message)


@by_type
def test_a_reader_of_today_survives_a_field_of_tomorrow(fact: type[Event]) -> None:
    message = {**json.loads(next(examples(fact))), "field_of_tomorrow": {"a": [1]}}
    assert fact.model_validate(message) == example(fact)
    validator(fact).validate(message)


@by_type
def test_a_fact_can_be_known_by_its_key_and_account(fact: type[Event]) -> None:
    said, message = example(fact), json.loads(next(examples(fact)))
    assert fact.key_field in fact.model_fields
    assert said.key == message[fact.key_field]
    assert str(said.account_id) == message["account_id"]


@by_type
def test_a_type_is_service_name_and_version(fact: type[Event]) -> None:
    service, name, version = fact.type.split(".")
    assert name == "".join(f"-{c.lower()}" if c.isupper() else c for c in fact.__name__)[1:]
    assert version == "v1"
    assert fact.__module__ == f"contracts.{service.replace('-', '_')}"


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_belongs_to_the_service_that_says_its_facts(topic: Topic) -> None:
    services = {"timer", "rates", "invoicing", "notifier", "qbo-sync"}
    assert topic.name.startswith(f"{topic.owner}.")
    assert topic.owner in services
    assert set(topic.readers) <= services - {topic.owner}
    assert topic.facts
    for fact in topic.facts:
        assert fact.type.startswith(f"{topic.owner}.")
        assert (fact.topic, fact.key_field) == (topic.name, topic.key)


def test_types_and_topics_are_told_apart_by_name() -> None:
    assert len({fact.type for fact in FACTS}) == len(FACTS)
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


def test_every_fact_that_is_written_down_is_published_on_a_topic() -> None:
    def subclasses(base: type[Event]) -> set[type[Event]]:
        found = set(base.__subclasses__())
        return found | {deeper for one in found for deeper in subclasses(one)}

    assert {fact for fact in subclasses(Event) if fact.__module__.startswith("contracts.")} == set(
        FACTS
    )


def test_nothing_lies_about_that_belongs_to_no_fact() -> None:
    types = {fact.type for fact in FACTS}
    assert {path.stem for path in SCHEMAS.iterdir()} == types
    assert {
        path.name.split(".also-")[0].removesuffix(".json") for path in EXAMPLES.iterdir()
    } == types


def test_the_contracts_as_stored_are_the_contracts_as_written() -> None:
    assert list(complaints()) == []


def test_the_schemas_of_today_are_valid_json_schema() -> None:
    for fact in FACTS:
        Draft202012Validator.check_schema(schema_of(fact))


def numbers_of(schema: Any) -> list[Any]:
    if isinstance(schema, dict):
        own = [schema] if schema.get("type") == "number" else []
        return own + [found for value in schema.values() for found in numbers_of(value)]
    if isinstance(schema, list):
        return [found for value in schema for found in numbers_of(value)]
    return []


@by_type
def test_amounts_are_never_binary_fractions(fact: type[Event]) -> None:
    assert numbers_of(stored_schemas()[fact.type]) == []


def test_amounts_keep_their_decimals() -> None:
    said = example(InvoiceIssued).model_copy(update={"total": Decimal("1000.10")})
    assert json.loads(said.model_dump_json())["total"] == "1000.10"


def test_a_moment_is_written_in_utc() -> None:
    said = example(InvoiceIssued).model_copy(update={"issued_at": datetime(2026, 1, 1, tzinfo=UTC)})
    assert json.loads(said.model_dump_json())["issued_at"] == "2026-01-01T00:00:00Z"
