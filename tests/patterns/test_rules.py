"""The page of rules names, for each rule, tests that exist."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "architecture" / "rules.md"
SHORT = {
    f"{service}/": f"services/{service}/tests/"
    for service in ("timer", "rates", "invoicing", "notifier")
}
INVOICING = ROOT / "services" / "invoicing" / "src" / "invoicing"
HELD = re.compile(r"`([\w./]+)`")
NAMED = re.compile(r"`([\w./-]+)::(\w+)`")


def rows() -> list[tuple[str, str]]:
    """Each rule of the page, and what stands beside it."""
    lines = (line for line in PAGE.read_text().splitlines() if re.match(r"\| (?!rule )", line))
    return [
        (rule, tests) for rule, _, tests in (line.strip("| ").partition(" | ") for line in lines)
    ]


@cache
def names_in(file: str) -> frozenset[str]:
    """Names of the tests of a file, which may be named as the page does."""
    for short, long in SHORT.items():
        if file.startswith(short):
            file = long + file.removeprefix(short)
    return frozenset(re.findall(r"def (test_\w+)\(", (ROOT / file).read_text()))


def test_the_page_has_rules() -> None:
    assert len(rows()) > 40


@pytest.mark.parametrize(("rule", "tests"), rows())
def test_each_rule_has_tests_that_exist(rule: str, tests: str) -> None:
    named = NAMED.findall(tests)
    assert named, rule
    assert [f"{file}::{name}" for file, name in named if name not in names_in(file)] == []


@cache
def source(place: str) -> str:
    """The text of a module, or of all that is in a folder, of invoicing."""
    module = (INVOICING / place).with_suffix(".py")
    folder = INVOICING / place
    files = [module] if module.exists() else [*folder.rglob("*.py"), *folder.rglob("*.sql")]
    return "\n".join(one.read_text() for one in files)


def held() -> list[str]:
    """What rules of invoices are held by: `constraint`, `folder/module` or `folder/module.name`."""
    columns = [tests.split(" | ") for _, tests in rows()]
    return sorted({one for held, *rest in columns if rest for one in HELD.findall(held)})


@pytest.mark.parametrize("name", held())
def test_what_holds_a_rule_is_there(name: str) -> None:
    place, _, part = name.partition(".")
    if "/" not in place:
        place, part = "migrations", f"{place}.{part}".strip(".")  # a table, constraint or trigger
    assert source(place), name
    assert all(one in source(place) for one in part.split(".")), name
