"""The AsyncAPI 3.0 document of all topics, made from the event classes."""

from typing import Any

from contracts.event import Event
from contracts.stored import schema_of
from contracts.topics import TOPICS, Topic, all_events

_HEADERS = {
    "type": "object",
    "description": "CloudEvents 1.0, binary mode",
    "required": [
        "ce_specversion",
        "ce_id",
        "ce_type",
        "ce_source",
        "ce_time",
        "ce_subject",
        "ce_account",
    ],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {
            "type": "string",
            "format": "uuid",
            "description": "The same for every delivery of the event",
        },
        "ce_type": {"type": "string"},
        "ce_source": {"type": "string", "description": "/ and the service that publishes"},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_subject": {
            "type": "string",
            "description": "The aggregate's id, which is also the Kafka key",
        },
        "ce_account": {"type": "string", "format": "uuid"},
        "content-type": {"const": "application/json"},
        "traceparent": {"type": "string", "description": "W3C Trace Context"},
    },
}


def document() -> dict[str, Any]:
    """Make the document."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Honorar",
            "version": "1",
            "description": "The events that Honorar's services publish on Kafka.",
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {
            f"{topic.producer}.publishes.{topic.name}": _operation(topic) for topic in TOPICS
        },
        "components": {
            "schemas": {"CloudEventHeaders": _HEADERS},
            "messages": {event.type: _message(event) for event in all_events()},
        },
    }


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.type,
        "summary": (event.__doc__ or "").splitlines()[0],
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEventHeaders"},
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": schema_of(event),
        },
    }


def _channel(topic: Topic) -> dict[str, Any]:
    consumers = ", ".join(topic.consumers) or "no service of ours yet"
    return {
        "address": topic.name,
        "description": f"Published by {topic.producer}; consumed by {consumers}. Key: {topic.key}.",
        "messages": {
            event.type: {"$ref": f"#/components/messages/{event.type}"} for event in topic.events
        },
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": _configuration(topic),
                "bindingVersion": "0.5.0",
            }
        },
    }


def _configuration(topic: Topic) -> dict[str, Any]:
    """The settings in the form of the AsyncAPI binding, where a policy is a list."""
    policy = topic.settings["cleanup.policy"]
    return {**topic.settings, "cleanup.policy": [policy]}


def _operation(topic: Topic) -> dict[str, Any]:
    return {"action": "send", "channel": {"$ref": f"#/channels/{topic.name}"}}
