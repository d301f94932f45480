import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from contracts.asyncapi import document
from contracts.topics import TOPICS, all_events

DOCUMENT = document()


def references(value: Any) -> Iterator[str]:
    """Every reference of the document's own, outside the facts' schemas, which have theirs."""
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


def test_every_topic_is_a_channel_with_its_facts_and_every_fact_is_a_message() -> None:
    channels = DOCUMENT["channels"]
    assert set(channels) == {topic.name for topic in TOPICS}
    for topic in TOPICS:
        assert set(channels[topic.name]["messages"]) == {fact.type for fact in topic.facts}
        assert channels[topic.name]["bindings"]["kafka"]["partitions"] == topic.partitions
    assert set(DOCUMENT["components"]["messages"]) == {fact.type for fact in all_events()}


def test_the_document_is_plain_json() -> None:
    assert json.loads(json.dumps(DOCUMENT)) == DOCUMENT


def test_the_published_document_is_the_one_that_the_facts_make() -> None:
    published = Path(__file__).parents[3] / "docs" / "api" / "asyncapi.json"
    assert json.loads(published.read_text()) == DOCUMENT
