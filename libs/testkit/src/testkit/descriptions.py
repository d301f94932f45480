"""What an OpenAPI document leaves unsaid."""

from collections.abc import Iterator, Mapping
from typing import Any

from testkit.operations import operations

_REFERENCE = "#/components/schemas/"


def unsaid(document: Mapping[str, Any]) -> list[str]:
    """Name what has no description, operations without an example, and amounts that would be taken as numbers."""
    tags = {tag["name"] for tag in document.get("tags", ()) if tag.get("description")}
    schemas: Mapping[str, Any] = document.get("components", {}).get("schemas", {})
    found = [
        *([] if document["info"].get("description") else ["the document has no description"]),
        *_of_operations(document, tags),
        *(
            complaint
            for name, schema in schemas.items()
            for complaint in _of_schema(name, schema, schemas)
        ),
    ]
    ids = [operation.id for operation in operations(document)]
    return found + [
        f"operationId {one} is used twice" for one in sorted(set(ids)) if ids.count(one) > 1
    ]


def _of_operations(document: Mapping[str, Any], tags: set[str]) -> Iterator[str]:
    for operation in operations(document):
        said = operation.description
        for name in ("operationId", "summary", "description", "tags"):
            if not said.get(name):
                yield f"{operation.method} {operation.path} has no {name}"
        for tag in set(said.get("tags", ())) - tags:
            yield f"tag {tag} has no description"
        for parameter in said.get("parameters", ()):
            if not parameter.get("description"):
                yield f"{operation.id}: parameter {parameter['name']} has no description"
        yield from _without_example(operation.id, said)


def _without_example(operation_id: str, said: Mapping[str, Any]) -> Iterator[str]:
    places = [("request", said["requestBody"])] if "requestBody" in said else []
    places += [
        (status, said["responses"][status]) for status in said["responses"] if status < "300"
    ]
    for place, described in places:
        content = described.get("content", {})
        if "application/json" in content and "examples" not in content["application/json"]:
            yield f"{operation_id}: {place} has no example"


def _of_schema(name: str, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[str]:
    if not schema.get("description"):
        yield f"schema {name} has no description"
    for field, described in schema.get("properties", {}).items():
        if not _described(described, schemas):
            yield f"{name}.{field} has no description"
        types = {one.get("type") for one in described.get("anyOf", ())}
        if {"number", "string"} <= types:
            yield f"{name}.{field} is documented as a number or a string"


def _described(field: Mapping[str, Any], schemas: Mapping[str, Any]) -> bool:
    if field.get("description"):
        return True
    if "$ref" in field:
        return _described(schemas[field["$ref"].removeprefix(_REFERENCE)], schemas)
    return any(_described(one, schemas) for one in field.get("anyOf", ()))
