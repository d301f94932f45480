"""The AsyncAPI 3.0 document of all topics, made from the facts."""

from typing import Any

from contracts.stored import schema_of
from contracts.topics import TOPICS, Topic

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
            "description": "The same for every delivery of the fact",
        },
        "ce_type": {"type": "string"},
        "ce_source": {"type": "string", "description": "/ and the service that says it"},
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
    messages = {
        fact.type: {
            "name": fact.type,
            "summary": (fact.__doc__ or "").splitlines()[0],
            "contentType": "application/json",
            "headers": {"$ref": "#/components/schemas/CloudEventHeaders"},
            "payload": {
                "schemaFormat": "application/schema+json;version=draft-2020-12",
                "schema": schema_of(fact),
            },
        }
        for topic in TOPICS
        for fact in topic.facts
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Honorar",
            "version": "1",
            "description": "The facts that Honorar's services say on Kafka.",
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {f"{topic.owner}.says.{topic.name}": _operation(topic) for topic in TOPICS},
        "components": {"schemas": {"CloudEventHeaders": _HEADERS}, "messages": messages},
    }


def _channel(topic: Topic) -> dict[str, Any]:
    readers = ", ".join(topic.readers) or "no service of ours yet"
    return {
        "address": topic.name,
        "description": f"Said by {topic.owner}; read by {readers}. Key: {topic.key}.",
        "messages": {
            fact.type: {"$ref": f"#/components/messages/{fact.type}"} for fact in topic.facts
        },
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {"retention.ms": topic.retention_days * 86_400_000},
                "bindingVersion": "0.5.0",
            }
        },
    }


def _operation(topic: Topic) -> dict[str, Any]:
    return {"action": "send", "channel": {"$ref": f"#/channels/{topic.name}"}}
