"""How problems are documented: one schema, and for each status of an operation the types that may come with it."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from web.problems import TYPE, Problem

PROBLEM_SCHEMA: Mapping[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "Why a request was refused (RFC 9457).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {
            "type": "string",
            "description": "A stable name of the problem, for programs.",
            "examples": [f"{TYPE}invalid-input"],
        },
        "title": {"type": "string", "description": "The same in words."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What it is in this case, and a way out."},
        "errors": {
            "type": "array",
            "description": "The fields that are wrong, each with its reason.",
            "items": {
                "type": "object",
                "required": ["field", "reason"],
                "properties": {
                    "field": {"type": "string", "description": "The field as a dotted path."},
                    "reason": {"type": "string", "description": "What is wrong with it."},
                },
            },
        },
    },
}

_MANY = 3
_REASONS = {
    400: "The request cannot be read, or lacks an `Idempotency-Key` that it needs",
    401: "No valid bearer token",
    403: "The caller may not do this",
    404: "There is no such thing in the caller's account",
    409: "It contradicts what is stored, or comes at the wrong time",
    410: "It was there and is no longer",
    412: "Somebody changed the object since the caller read it",
    413: "The body is larger than this endpoint reads",
    422: "Fields, parameters or headers are not valid",
    428: "The change needs an `If-Match` header",
    429: "Too much at once: try again after `Retry-After` seconds",
    500: "An error of ours; it is logged",
    503: "Try again after `Retry-After` seconds",
}


def responses(problems: Iterable[Problem], shared: dict[str, Any]) -> dict[str, Any]:
    """The responses of an operation that may answer these problems, by status.

    Those of few types go to `shared`, the document's `components.responses`, and are referred to.
    """
    ordered = sorted(problems, key=lambda problem: (problem.status, problem.slug))
    found: dict[str, Any] = {}
    for status, group in groupby(ordered, key=lambda problem: problem.status):
        titles = {problem.slug: problem.title for problem in group}
        response = _response(status, titles)
        name = ".".join(titles)
        if len(titles) > _MANY or shared.setdefault(name, response) != response:
            found[str(status)] = response
        else:
            found[str(status)] = {"$ref": f"#/components/responses/{name}"}
    return found


def _response(status: int, titles: Mapping[str, str]) -> dict[str, Any]:
    lines = [f"* `{TYPE}{slug}`: {title}" for slug, title in titles.items()]
    types = {"properties": {"type": {"enum": [TYPE + slug for slug in titles]}}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Problem"}, types]}
    return {
        "description": "\n".join([f"{_REASONS.get(status, 'Refused')}:", "", *lines]),
        "content": {"application/problem+json": {"schema": schema}},
    }
