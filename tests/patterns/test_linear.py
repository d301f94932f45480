"""Every pattern in our code takes time in proportion to the text, for foreign text meets it sooner or later."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from testkit.foreign_input import slow_texts

PACKAGES = (
    "background", "contracts", "database", "domain_errors", "email_addresses", "embedded_servers", "honorar_local",
    "identity", "intuit_double", "invoicing", "messaging", "money", "notifier", "qbo_sync", "rates", "service_runtime",
    "tasks", "telemetry", "timer", "web",
)  # fmt: skip
SEARCHES = "search|sub|subn|finditer|findall|split"
NOT_IMPORTED = re.compile(r".*\.(__main__|migrations\..*|migrations|alembic_env)")


def modules() -> Iterator[ModuleType]:
    for package in map(importlib.import_module, PACKAGES):
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not NOT_IMPORTED.fullmatch(found.name):
                yield importlib.import_module(found.name)


def held(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns in a value, however it holds them."""
    match value:
        case re.Pattern():
            yield value
        case dict():
            yield from held(tuple(value.values()))
        case list() | tuple():
            for one in value:
                yield from held(one)


def patterns() -> Iterator[tuple[str, str, bool]]:
    """Each pattern that a module holds, its name, and whether it is looked for at every place of a text."""
    for module in modules():
        source = inspect.getsource(module)
        for name, value in list(vars(module).items()):
            for found in held(value):
                if isinstance(found.pattern, str):
                    searched = re.search(rf"\b{name}\b.*\.({SEARCHES})\(", source)
                    yield found.pattern, f"{module.__name__}.{name}", bool(searched)


ALL_PATTERNS = sorted(set(patterns()))


def test_patterns_are_found_wherever_they_are() -> None:
    names = {name.partition(".")[0] for _, name, _ in ALL_PATTERNS}
    assert names >= {"timer", "web", "money", "invoicing", "qbo_sync", "intuit_double"}


@pytest.mark.parametrize(("pattern", "name", "searched"), ALL_PATTERNS)
def test_each_pattern_is_linear(pattern: str, name: str, searched: bool) -> None:
    """Tried on runs of what is usual, and of the words in the pattern itself."""
    compiled = re.compile(pattern)
    apply = compiled.search if searched else compiled.fullmatch
    words = re.findall(r"[A-Za-z<>=\"/{}%]+", pattern)
    assert slow_texts(apply, *words) == [], name
