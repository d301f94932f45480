"""Examples of an API that are true: what a story of calls sent and got, with what is other in each run made the same.

The nth id becomes the nth of a row of fixed ids, times of the run are told from a fixed one. Days and times that the story
names itself lie in the past and stay.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from testkit.operations import Operation, Operations

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When the story begins, as the examples have it."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DIGEST = re.compile(r"\b(?:[0-9a-f]{48}|[0-9a-f]{64})\b")
_INSTANT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(?:Z|[+-][0-9]{2}:[0-9]{2})")
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}(?![0-9T])")
_STEP = timedelta(minutes=5)
_WINDOW = (timedelta(days=-2), timedelta(days=400))
"""How far from the run's beginning a time may be and still be a time of the run."""


class Replay:
    """Makes the same of each run: replaces in texts what differs. `shown` are further values, and what stands for them."""

    def __init__(
        self, began: datetime, shown: Mapping[str, str], *, as_it_was: bool = False
    ) -> None:
        self._began, self._shown, self._as_it_was = began, shown, as_it_was
        self._ids: dict[str, str] = {}

    def text(self, text: str) -> str:
        """The same in each run."""
        if self._as_it_was:
            return text
        for actual, shown in self._shown.items():
            text = text.replace(actual, shown)
        text = _UUID.sub(self._id, text)
        text = _DIGEST.sub(lambda match: "5e" * (len(match[0]) // 2), text)
        text = _INSTANT.sub(self._instant, text)
        return _DAY.sub(self._day, text)

    def _id(self, match: re.Match[str]) -> str:
        number = len(self._ids) + 1
        return self._ids.setdefault(match[0], f"0199a1c0-0000-7000-8000-{number:012d}")

    def _instant(self, match: re.Match[str]) -> str:
        after = datetime.fromisoformat(match[0]) - self._began
        if not _WINDOW[0] <= after <= _WINDOW[1]:
            return match[0]
        told = BEGAN + round(after / _STEP) * _STEP
        return told.isoformat().replace("+00:00", "Z")

    def _day(self, match: re.Match[str]) -> str:
        after = date.fromisoformat(match[0]) - self._began.date()
        if not _WINDOW[0] <= after <= _WINDOW[1]:
            return match[0]
        # the day of a zone may be the one before or after that of UTC
        return (
            BEGAN.date() + (after if abs(after) > timedelta(days=1) else timedelta())
        ).isoformat()


def examples(
    exchanges: Sequence[httpx.Response], known: Operations, replay: Replay
) -> dict[str, Any]:
    """The first success of each operation, by its id."""
    found: dict[str, Any] = {}
    for response in exchanges:
        operation = known.find(response.request)
        if operation is not None:
            example = _example(operation, response, replay)
            if response.is_success:
                found.setdefault(operation.id, example)
    return dict(sorted(found.items()))


def _example(operation: Operation, response: httpx.Response, replay: Replay) -> dict[str, Any]:
    request = response.request
    example: dict[str, Any] = {
        "parameters": _parameters(operation, request, replay),
        "request": _content(request.headers, request.read(), replay),
        "response": {
            "status": response.status_code,
            **(_content(response.headers, response.content, replay) or {}),
        },
    }
    return {name: value for name, value in example.items() if value}


def _parameters(operation: Operation, request: httpx.Request, replay: Replay) -> dict[str, Any]:
    in_path = operation.pattern.fullmatch(request.url.path)
    assert in_path is not None
    sent = {**in_path.groupdict(), **request.url.params}
    sent |= {name: request.headers[name] for name in ("if-match",) if name in request.headers}
    schemas = {p["name"]: p["schema"] for p in operation.description.get("parameters", ())}
    return {
        name: _typed(replay.text(value), schemas[name])
        for name, value in sent.items()
        if name in schemas
    }


def _typed(value: str, schema: Mapping[str, Any]) -> Any:
    types = {schema.get("type"), *(one.get("type") for one in schema.get("anyOf", ()))}
    return json.loads(value) if types & {"integer", "boolean", "number"} else value


def _content(headers: httpx.Headers, content: bytes, replay: Replay) -> dict[str, Any] | None:
    media_type = headers.get("content-type", "").partition(";")[0]
    if not content or not media_type:
        return None
    if media_type == "application/json":
        return {"content_type": media_type, "body": json.loads(replay.text(content.decode()))}
    if media_type.startswith("text/"):
        return {"content_type": media_type, "body": replay.text(content.decode())}
    return {"content_type": media_type}
