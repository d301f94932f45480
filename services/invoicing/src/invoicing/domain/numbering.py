"""Invoice numbers: a small format, and the series that it makes.

`{year}`, `{yy}`, `{month}`, `{customer}` and `{seq}` or `{seq:04}` (padded with zeros) with plain text around them. A
series is the format with all but the number filled in, so numbers begin at 1 each year when the format has the year in it,
each month when it has that, for each customer code when it has that, and go on for ever otherwise.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

_PART = re.compile(r"\{(year|yy|month|customer|seq(?::0([1-9]))?)\}")
_CUSTOMER = "{customer}"
_LONGEST_CODE = "A" * 8
_PLAIN = re.compile(r"[A-Za-z0-9 ./_-]*")
_DAYS = (date(2026, 1, 1), date(2031, 12, 31))
_CODES = ("A", "7", "2026", "CN", "A-1", "A-2026")
_SEQUENCES = (1, 42, 2026, 12345)
NumberedKind = Literal["invoice", "credit-note", "quote"]
"""What has numbers; each kind has series of its own."""
LONGEST = 21
"""What QuickBooks Online takes as DocNumber."""


@dataclass(frozen=True)
class NumberFormat:
    """How an account writes its invoice numbers, for example `{year}-{seq:04}`."""

    text: str

    def problem(self) -> str | None:
        """What is wrong with the format, if anything."""
        parts = [match.group(1) for match in _PART.finditer(self.text)]
        if sum(part.startswith("seq") for part in parts) != 1:
            return "needs {seq} or {seq:04} once"
        if not _PLAIN.fullmatch(_PART.sub("", self.text)):
            return "has {year}, {yy}, {month}, {customer}, {seq} or {seq:04}, and letters, digits, space and . / _ - besides"
        if "month" in parts and not {"year", "yy"} & set(parts):
            return "needs {year} or {yy} beside {month}"
        if not self._tells_codes_apart():
            return "needs a sign that is no digit between {customer} and {seq}: A1 with 1 would be A with 11"
        longest = self.of(_LONGEST_CODE).number(date(2026, 1, 1), 10**9)
        if self.text != self.text.strip() or len(longest) > LONGEST:
            return (
                f"makes numbers of more than {LONGEST} characters, or begins or ends with a space"
            )
        return None

    def _tells_codes_apart(self) -> bool:
        """Whether no two customers' series can come to the same number, however their codes end or begin."""
        if not self.names_customer:
            return True
        customers = [one.span() for one in re.finditer(re.escape(_CUSTOMER), self.text)]
        [seq] = [one.span() for one in _PART.finditer(self.text) if one[1].startswith("seq")]
        between = (
            self.text[end : seq[0]] if end <= seq[0] else self.text[seq[1] : start]
            for start, end in customers
        )
        return all(re.search(r"\D", _PART.sub("", one)) for one in between)

    @property
    def names_customer(self) -> bool:
        """Whether numbers hold the customer's code."""
        return _CUSTOMER in self.text

    def of(self, customer_code: str | None) -> "NumberFormat":
        """The format of a customer's documents."""
        return replace(self, text=self.text.replace(_CUSTOMER, customer_code or ""))

    def series(self, issue_date: date) -> str:
        """The series that a document of this date belongs to, for example `2026-{seq}`."""
        return self._filled(issue_date, lambda width: "{seq}")

    def number(self, issue_date: date, sequence: int) -> str:
        """The number, for example `2026-0001`."""
        return self._filled(issue_date, lambda width: f"{sequence:0{width}}")

    def is_like(self, other: "NumberFormat") -> bool:
        """Whether one of both may make a number that the other makes, too."""
        return self._may_make(other) or other._may_make(self)

    def _may_make(self, other: "NumberFormat") -> bool:
        digits = {
            "year": r"\d{4}",
            "yy": r"\d{2}",
            "month": r"\d{2}",
            "customer": r"[A-Z0-9-]{1,8}",
        }
        parts = [_PART.sub("\0", self.text).split("\0"), _PART.findall(self.text)]
        pattern = re.escape(parts[0][0])
        for (name, _), after in zip(parts[1], parts[0][1:], strict=True):
            pattern += digits.get(name, r"\d+") + re.escape(after)
        examples = (
            other.of(code).number(day, n) for code in _CODES for day in _DAYS for n in _SEQUENCES
        )
        return any(re.fullmatch(pattern, one) for one in examples)

    def _filled(self, issue_date: date, sequence: Callable[[int], str]) -> str:
        def part(match: re.Match[str]) -> str:
            if match.group(1) == "year":
                return f"{issue_date:%Y}"
            if match.group(1) == "yy":
                return f"{issue_date:%y}"
            if match.group(1) == "month":
                return f"{issue_date:%m}"
            if match.group(1) == "customer":
                return match.group()
            return sequence(int(match.group(2) or 1))

        return _PART.sub(part, self.text)


@dataclass(frozen=True)
class NumberSeries:
    """Where a series stands: its last number, that invoice's date, and the hash of its content."""

    series: str
    last_sequence: int
    last_issue_date: date | None
    last_hash: str

    @property
    def next_sequence(self) -> int:
        """The number that the next invoice gets."""
        return self.last_sequence + 1
