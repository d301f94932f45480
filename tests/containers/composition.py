"""Reads docker-compose.yml as Compose does: merged, and interpolated from given variables."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from tests.containers.dockerfile import ROOT

Json = dict[str, Any]
_START = re.compile(r"\$\{(\w+)(:-)?")


def text() -> str:
    return (ROOT / "docker-compose.yml").read_text()


def composition(**variables: str) -> Json:
    """The model, with these variables set and the defaults of all others."""
    model: Json = yaml.safe_load(text())
    replaced: Json = _replaced(model, variables)
    return replaced


def services(**variables: str) -> dict[str, Json]:
    found: dict[str, Json] = composition(**variables)["services"]
    return found


def variables_used() -> dict[str, str]:
    """Every variable with its default, as written."""
    lines = (line for line in text().splitlines() if not line.lstrip().startswith("#"))
    return {name: default for line in lines for name, default in _used(line)}


def interpolated(value: str, variables: Mapping[str, str]) -> str:
    """Replace `${NAME:-default}`, whose default may hold others."""
    match = _START.search(value)
    if not match:
        return value
    end = _closing(value, match.end())
    chosen = variables.get(match[1]) or interpolated(value[match.end() : end], variables)
    return value[: match.start()] + chosen + interpolated(value[end + 1 :], variables)


def _used(value: str) -> Iterator[tuple[str, str]]:
    for match in _START.finditer(value):
        yield match[1], value[match.end() : _closing(value, match.end())]


def _closing(value: str, position: int) -> int:
    depth = 1
    while True:
        depth += {"{": 1, "}": -1}.get(value[position], 0)
        if depth == 0:
            return position
        position += 1


def _replaced(node: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _replaced(value, variables) for key, value in node.items()}
    if isinstance(node, list):
        return [_replaced(value, variables) for value in node]
    return interpolated(node, variables) if isinstance(node, str) else node
