import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from contracts.asyncapi import document
from contracts.topics import TOPICS, all_events

DOCUMENT = document()


def references(value: Any) -> Iterator[str]:
    """Every reference of the document's own, outside the events' schemas, which have their own."""
    if isinstance(value, dict):
        if "schemaFormat" in value:
            return
        if "$ref" in value:
            yield value["$ref"]
        for below in value.values():
            yield from references(below)


def found(reference: str, root: Any) -> Any:
    assert reference.startswith("#/")
    for step in reference[2:].split("/"):
        root = root[step]
    return root


def test_the_document_refers_only_to_what_it_holds() -> None:
    every = list(references(DOCUMENT))
    assert len(every) > len(TOPICS)
    for reference in every:
        assert found(reference, DOCUMENT)


def test_every_schema_refers_only_to_what_it_holds() -> None:
    def inner(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for below in value.values():
                yield from inner(below)
        elif isinstance(value, list):
            for below in value:
                yield from inner(below)

    for message in DOCUMENT["components"]["messages"].values():
        schema = message["payload"]["schema"]
        Draft202012Validator.check_schema(schema)
        for reference in inner(schema):
            assert found(reference, schema)


def test_every_topic_is_a_channel_with_its_events_and_every_event_is_a_message() -> None:
    channels = DOCUMENT["channels"]
    assert set(channels) == {topic.name for topic in TOPICS}
    for topic in TOPICS:
        assert set(channels[topic.name]["messages"]) == {event.type for event in topic.events}
        assert channels[topic.name]["bindings"]["kafka"]["partitions"] == topic.partitions
    assert set(DOCUMENT["components"]["messages"]) == {event.type for event in all_events()}


def test_every_topic_is_published_by_its_producer_and_names_its_consumers() -> None:
    for topic in TOPICS:
        operation = DOCUMENT["operations"][f"{topic.producer}.publishes.{topic.name}"]
        assert operation == {"action": "send", "channel": {"$ref": f"#/channels/{topic.name}"}}
        description = DOCUMENT["channels"][topic.name]["description"]
        assert all(service in description for service in (topic.producer, *topic.consumers))


def test_a_channel_keeps_its_messages_as_long_as_the_topic() -> None:
    for topic in TOPICS:
        kafka = DOCUMENT["channels"][topic.name]["bindings"]["kafka"]
        assert kafka["topicConfiguration"].get("retention.ms") == (
            None if topic.compacted else topic.retention_days * 24 * 3600 * 1000
        )


def test_every_message_has_a_summary_and_the_cloudevents_headers_of_the_relay() -> None:
    headers = DOCUMENT["components"]["schemas"]["CloudEventHeaders"]
    assert set(headers["required"]) <= set(headers["properties"])
    for message in DOCUMENT["components"]["messages"].values():
        assert message["summary"]
        assert message["headers"] == {"$ref": "#/components/schemas/CloudEventHeaders"}


def test_the_document_is_plain_json() -> None:
    assert json.loads(json.dumps(DOCUMENT)) == DOCUMENT


def test_the_published_document_is_the_one_that_the_classes_make() -> None:
    published = Path(__file__).parents[3] / "docs" / "api" / "asyncapi.json"
    assert json.loads(published.read_text()) == DOCUMENT
