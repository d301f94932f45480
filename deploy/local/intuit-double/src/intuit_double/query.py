"""The query language: SELECT … FROM … WHERE … AND … ORDERBY … STARTPOSITION … MAXRESULTS."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from itertools import takewhile
from typing import Any

from intuit_double import errors
from intuit_double.company import Company
from intuit_double.store import Doc

ENTITIES = [
    "Account",
    "CreditMemo",
    "Customer",
    "Employee",
    "Invoice",
    "Item",
    "Payment",
    "TaxCode",
    "TaxRate",
    "Term",
    "Vendor",
]
WITHOUT_INACTIVE = {"Account", "Customer", "Employee", "Item", "TaxCode", "Term", "Vendor"}
TOKEN = re.compile(r"\s*('(?:\\.|[^'\\])*'|[<>]=|[<>=(),*]|[^\s<>=(),*']+)")
MOST_RESULTS = 1000

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    "<": lambda a, b: bool(a < b),
    ">": lambda a, b: bool(a > b),
    "<=": lambda a, b: bool(a <= b),
    ">=": lambda a, b: bool(a >= b),
}


@dataclass(frozen=True)
class Condition:
    field: str
    operator: str
    values: tuple[str, ...]

    def holds(self, doc: Doc) -> bool:
        found = _value(doc, self.field)
        if found is None:
            return False
        if self.operator == "LIKE":
            return _is_like(str(found).casefold(), self.values[0].casefold())
        if self.operator == "IN":
            return any(COMPARE["="](*_comparable(found, value)) for value in self.values)
        return COMPARE[self.operator](*_comparable(found, self.values[0]))


@dataclass
class Query:
    entity: str
    fields: tuple[str, ...]
    """Of `select Id, …`; none: whole entities."""
    counts: bool
    conditions: list[Condition]
    order: str = "Id"
    descending: bool = False
    start: int = 1
    max_results: int = 100


def execute(company: Company, text: str) -> Doc:
    """The `QueryResponse`; the entity's key is absent when nothing matches.

    Raises FaultError 4000 for a query that cannot be read.
    """
    query = parse(text)
    found = [doc for doc in company.all(query.entity) if _matches(query, doc)]
    if query.counts:
        return {"totalCount": len(found)}
    found.sort(key=lambda doc: _sortable(_value(doc, query.order)), reverse=query.descending)
    page = found[query.start - 1 : query.start - 1 + query.max_results]
    if not page:
        return {}
    if query.fields:
        page = [{name: doc[name] for name in query.fields if name in doc} for doc in page]
    else:
        company.check_given("query", query.entity, page)
    return {query.entity: page, "startPosition": query.start, "maxResults": len(page)}


def parse(text: str) -> Query:
    tokens = _tokens(text)
    try:
        return _query(tokens)
    except (StopIteration, ValueError, KeyError):
        raise errors.query_error(f"cannot read: {text}") from None


def _tokens(text: str) -> Iterator[str]:
    position, text = 0, text.strip().removesuffix(";").rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise errors.query_error(f"unexpected {text[position : position + 10]}")
        yield match.group(1)
        position = match.end()


def _query(tokens: Iterator[str]) -> Query:
    _expect(tokens, "SELECT")
    fields, counts = _selection(tokens)
    name = next(tokens)
    entity = {known.lower(): known for known in ENTITIES}[name.lower()]
    query = Query(entity, fields, counts, [])
    for word in tokens:
        _clause(query, word.upper(), tokens)
    return query


def _selection(tokens: Iterator[str]) -> tuple[tuple[str, ...], bool]:
    """The fields between SELECT and FROM, and whether it is a count."""
    selected = list(takewhile(lambda token: token.upper() != "FROM", tokens))
    match selected:
        case ["*"]:
            return (), False
        case [count, "(", "*", ")"] if count.lower() == "count":
            return (), True
    if not selected or any(mark != "," for mark in selected[1::2]) or len(selected) % 2 == 0:
        raise ValueError(selected)
    return tuple(selected[::2]), False


def _clause(query: Query, word: str, tokens: Iterator[str]) -> None:
    match word:
        case "WHERE" | "AND":
            query.conditions.append(_condition(tokens))
        case "ORDER":
            _expect(tokens, "BY")
            query.order = next(tokens)
        case "ORDERBY":
            query.order = next(tokens)
        case "ASC" | "DESC":
            query.descending = word == "DESC"
        case "STARTPOSITION":
            query.start = int(next(tokens))
        case "MAXRESULTS":
            query.max_results = min(int(next(tokens)), MOST_RESULTS)
        case _:
            raise ValueError(word)


def _condition(tokens: Iterator[str]) -> Condition:
    field, operator = next(tokens), next(tokens).upper()
    if operator != "IN":
        if operator != "LIKE" and operator not in COMPARE:
            raise ValueError(operator)
        return Condition(field, operator, (_literal(next(tokens)),))
    _expect(tokens, "(")
    values = [_literal(next(tokens))]
    while (mark := next(tokens)) == ",":
        values.append(_literal(next(tokens)))
    if mark != ")":
        raise ValueError(mark)
    return Condition(field, operator, tuple(values))


def _literal(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith("'") else token


def _expect(tokens: Iterator[str], word: str) -> None:
    if next(tokens).upper() != word:
        raise ValueError(word)


def _matches(query: Query, doc: Doc) -> bool:
    conditions = query.conditions
    names_active = any(condition.field == "Active" for condition in conditions)
    if query.entity in WITHOUT_INACTIVE and not names_active and doc.get("Active") is False:
        return False
    return all(condition.holds(doc) for condition in conditions)


def _is_like(text: str, pattern: str) -> bool:
    """Whether the text is the pattern with something, or nothing, for each `%`."""
    first, *others = pattern.split("%")
    if not others:
        return text == first
    *middle, last = others
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    position, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return True


def _value(doc: Doc, field: str) -> Any:
    found: Any = doc
    for part in field.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found["value"] if isinstance(found, dict) and "value" in found else found


def _comparable(found: object, literal: str) -> tuple[Any, Any]:
    """Both sides in the type of the stored value; text compares without regard to case."""
    if isinstance(found, bool):
        return found, literal.lower() == "true"
    if isinstance(found, int | Decimal):
        return found, _decimal(literal)
    try:
        if len(literal) > 10:
            return _instant(str(found)), _instant(literal)
    except ValueError:
        pass
    return str(found).casefold(), literal.casefold()


def _instant(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise errors.query_error(f"{text} is not a number") from None


def _sortable(value: object) -> tuple[int, Any]:
    text = str(value)
    return (0, int(text)) if text.isdigit() else (1, text)
