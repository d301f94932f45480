"""Every event as it is on the wire: class, stored schema and example agree, and so do the topics."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import available_timezones

import pytest
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator

from contracts import Address, Event, Money, PayloadModel
from contracts.invoicing import InvoiceIssued
from contracts.stored import EXAMPLES, SCHEMAS, example, examples, schema_of, stored_schemas
from contracts.timer import (
    DEFAULT_ACCOUNT_SETTINGS,
    AccountSettings,
    AccountSettingsChanged,
    TimeEntryRecorded,
)
from contracts.topics import TOPICS, Topic, all_events

EVENTS = list(all_events())
STORED = stored_schemas()
each_event = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)


def validator(event: type[Event]) -> Validator:
    schema = STORED[event.type]
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def first_message(event: type[Event]) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(next(examples(event)))
    return message


def refused(event: type[Event], message: dict[str, Any]) -> bool:
    """Whether class and stored schema both refuse the message; that they disagree fails the test."""
    try:
        event.model_validate_json(json.dumps(message))
        by_class = False
    except ValueError:
        by_class = True
    assert by_class is not validator(event).is_valid(message), message
    return by_class


@each_event
def test_the_class_reads_every_example_and_the_stored_schema_allows_it(event: type[Event]) -> None:
    messages = list(examples(event))
    assert messages
    for message in messages:
        event.model_validate_json(message)
        validator(event).validate(json.loads(message))


@each_event
def test_what_the_class_writes_is_allowed_by_the_schema_and_read_back_the_same(
    event: type[Event],
) -> None:
    original = example(event)
    written = original.model_dump_json()
    validator(event).validate(json.loads(written))
    assert event.model_validate_json(written) == original


@each_event
def test_a_message_without_a_required_field_is_refused_by_class_and_schema(
    event: type[Event],
) -> None:
    for name in STORED[event.type]["required"]:
        message = first_message(event)
        del message[name]
        with pytest.raises(ValueError, match=name):
            event.model_validate(message)
        with pytest.raises(ValidationError, match=name):
            validator(event).validate(message)


@each_event
def test_a_message_without_the_optional_fields_is_read(event: type[Event]) -> None:
    required = STORED[event.type]["required"]
    message = {name: value for name, value in first_message(event).items() if name in required}
    assert not refused(event, message)


@each_event
def test_a_consumer_of_today_survives_a_field_of_tomorrow(event: type[Event]) -> None:
    message = {**first_message(event), "field_of_tomorrow": {"a": [1]}}
    assert event.model_validate(message) == example(event)
    validator(event).validate(message)


@each_event
def test_an_event_is_built_by_attribute_from_an_object_with_the_same_names(
    event: type[Event],
) -> None:
    original = example(event)
    row = SimpleNamespace(**{name: getattr(original, name) for name in event.model_fields})
    assert event.model_validate(row) == original


@each_event
def test_an_event_cannot_be_changed_once_it_is_made(event: type[Event]) -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(example(event), event.key_field, None)


@each_event
def test_an_event_knows_its_key_and_account(event: type[Event]) -> None:
    made, message = example(event), first_message(event)
    assert event.key_field in STORED[event.type]["required"]
    assert made.key == message[event.key_field]
    assert str(made.account_id) == message["account_id"]


@each_event
def test_a_type_is_service_name_and_version(event: type[Event]) -> None:
    service, name, version = event.type.split(".")
    assert name == "".join(f"-{c.lower()}" if c.isupper() else c for c in event.__name__)[1:]
    assert version == "v1"
    assert event.__module__ == f"contracts.{service.replace('-', '_')}"


@each_event
def test_every_class_of_an_event_is_described(event: type[Event]) -> None:
    schema = schema_of(event)
    for described in [schema, *schema.get("$defs", {}).values()]:
        assert described["description"].strip(), described["title"]


@each_topic
def test_a_topic_carries_the_events_of_one_service_under_one_key(topic: Topic) -> None:
    services = {"identity", "timer", "rates", "invoicing", "notifier", "qbo-sync"}
    assert topic.producer in services
    assert set(topic.consumers) <= services - {topic.producer}
    for event in topic.events:
        assert event.type.startswith(f"{topic.producer}.")
        assert (event.topic, event.key_field) == (topic.name, topic.key)


@each_topic
def test_kafka_takes_a_topics_name(topic: Topic) -> None:
    assert re.fullmatch(r"[a-z0-9.-]{1,200}", topic.name)


def test_types_and_topics_have_names_of_their_own() -> None:
    assert len({event.type for event in EVENTS}) == len(EVENTS)
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


def subclasses(base: type[Event]) -> set[type[Event]]:
    below = set(base.__subclasses__())
    return below.union(*(subclasses(one) for one in below))


def test_every_event_class_is_published_on_a_topic() -> None:
    ours = {event for event in subclasses(Event) if event.__module__.startswith("contracts.")}
    assert {event for event in ours if "type" in vars(event)} == set(EVENTS)


def test_no_stored_schema_or_example_is_left_over() -> None:
    types = {event.type for event in EVENTS}
    assert {path.stem for path in SCHEMAS.iterdir()} == types
    assert {
        path.name.split(".also-")[0].removesuffix(".json") for path in EXAMPLES.iterdir()
    } == types


def of_type(schema: Any, name: str) -> list[Any]:
    """Every part of a schema that allows values of a JSON type."""
    if isinstance(schema, dict):
        own = [schema] if schema.get("type") == name else []
        return own + [found for value in schema.values() for found in of_type(value, name)]
    if isinstance(schema, list):
        return [found for value in schema for found in of_type(value, name)]
    return []


@each_event
def test_amounts_are_never_binary_fractions(event: type[Event]) -> None:
    assert of_type(STORED[event.type], "number") == []


def test_amounts_keep_their_decimals() -> None:
    issued = example(InvoiceIssued).model_copy(update={"total": Decimal("1000.10")})
    assert json.loads(issued.model_dump_json())["total"] == "1000.10"


def test_a_moment_is_written_in_utc() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    issued = example(InvoiceIssued).model_copy(update={"issued_at": moment})
    assert json.loads(issued.model_dump_json())["issued_at"] == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("field", "value", "is_refused"),
    [
        ("seconds", 0, True),
        ("seconds", 1, False),
        ("seconds", 86_400, False),
        ("seconds", 86_401, True),
        ("seconds", 1.5, True),
        ("version", 0, True),
        ("work_date", "2026-02-30", True),
        ("entry_id", "50", True),
        ("billable", None, True),
    ],
)
def test_time_has_at_least_a_second_and_at_most_a_day(
    field: str, value: object, is_refused: bool
) -> None:
    assert (
        refused(TimeEntryRecorded, first_message(TimeEntryRecorded) | {field: value}) == is_refused
    )


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (Money, {"amount": "1.00", "currency": "dkk"}),
        (Money, {"amount": "1.00", "currency": "KRONE"}),
        (Money, {"amount": "one", "currency": "DKK"}),
        (Money, {"amount": "1.00"}),
        (Address, {"lines": ["Kajen 4"], "postal_code": "1400", "city": "K", "country": "Denmark"}),
        (Address, {"lines": "Kajen 4", "postal_code": "1400", "city": "K", "country": "DK"}),
    ],
)
def test_values_without_their_codes_are_refused(
    model: type[PayloadModel], data: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="validation error"):
        model.model_validate(data)


def test_an_account_that_has_chosen_nothing_lives_in_utc_and_counts_in_euro() -> None:
    assert DEFAULT_ACCOUNT_SETTINGS.model_dump() == {
        "time_zone": "UTC",
        "currency": "EUR",
        "language": "en",
    }
    assert DEFAULT_ACCOUNT_SETTINGS.time_zone in available_timezones()


def test_changed_settings_are_settings_of_the_account_that_is_their_key() -> None:
    changed = example(AccountSettingsChanged)
    assert changed.key == str(changed.account_id)
    assert isinstance(changed, AccountSettings)


@pytest.mark.parametrize(
    ("field", "value"),
    [("language", "de"), ("currency", "kr"), ("currency", None), ("version", 0)],
)
def test_settings_that_no_account_can_have_are_refused(field: str, value: object) -> None:
    message = first_message(AccountSettingsChanged) | {field: value}
    assert refused(AccountSettingsChanged, message)
