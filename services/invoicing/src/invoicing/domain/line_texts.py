"""What lines of time say: the own words of an account or a customer, with what is known of the time in their places.

Names are put in as they are: a brace or markup in a name is text. The hours stay a mark until the text is shown, since they
change with the time on the line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import whitespace
from typing import Literal

from domain_errors import InvalidInputError
from invoicing.domain.grouping import Group, GroupBy, in_one_line
from invoicing.domain.lines import Line
from invoicing.domain.wording import wording
from money import format_hours
from typesetting.languages import hours

Language = Literal["da", "de", "en", "nb", "sv"]
_PLACE = re.compile(r"\{([^{}]*)\}")
_HOURS, _UNKNOWN = "\ue000", "\ue001"
"""Stand in the text of a draft's line for the hours that it charges, and for a name that is not known; no font has them."""
_MARKS = str.maketrans("", "", _HOURS + _UNKNOWN)
_BRACKETS = re.compile(rf"[(\[]\s*{_UNKNOWN}\s*[)\]]")
_PARTING = f"{whitespace}\u00a0\u202f,;:–—·/|-"
"""What parts names."""
_LONGEST = 5000
_ALWAYS = frozenset({"period", "hours", "service"})
_FITTING: Mapping[GroupBy, frozenset[str]] = {
    "entry": _ALWAYS | {"project", "task", "ticket", "agent", "day", "note"},
    "work_item": _ALWAYS | {"project", "task", "ticket"},
    "project": _ALWAYS | {"project"},
    "agent": _ALWAYS | {"agent"},
    "service_type": _ALWAYS,
    "day": _ALWAYS | {"day"},
    "all": _ALWAYS,
}
"""What all time on a line of each grouping has alike. A service is left out where it has several."""


@dataclass(frozen=True)
class LineText:
    """What lines of one grouping say in one language; None: in every language that has no text of its own."""

    group_by: GroupBy
    text: str
    language: Language | None = None

    def problem(self) -> str | None:
        """What is wrong with it, if anything."""
        for name in _PLACE.findall(self.text):
            if name not in _FITTING["entry"]:
                return f"{{{name}}} is no placeholder"
            if name not in _FITTING[self.group_by]:
                return f"{{{name}}} is not known of lines by {self.group_by}"
        if set(_PLACE.sub("", self.text)) & {"{", "}"}:
            return "has a brace that belongs to no placeholder"
        return None

    def filled(self, group: Group, language: str) -> str | None:
        """The text for time of a group; None where nothing of it is known."""
        words = wording(language)
        known = {
            "project": group.project_name,
            "task": group.work_item_name,
            "ticket": group.work_item_name,
            "agent": group.agent_name,
            "service": group.service_type_name,
            "note": group.description,
            "day": words.day(group.first_day),
            "period": words.days(group.first_day, group.last_day),
        }
        named = {name: (value or "").translate(_MARKS) for name, value in known.items()}
        named["hours"] = _HOURS
        said = _PLACE.sub(lambda place: named[place[1]], self._without(named))
        return in_one_line(said)[:_LONGEST] or None

    def _without(self, named: Mapping[str, str]) -> str:
        """The text without places of names that are not known, and what is left over of each. Names are not looked into."""
        text = _PLACE.sub(
            lambda place: place[0] if named[place[1]] else _UNKNOWN, self.text.translate(_MARKS)
        )
        return _without_unknown(_BRACKETS.sub(_UNKNOWN, text))


def _without_unknown(text: str) -> str:
    """A name that is not known goes with what parts it from the one before it, or after it at the beginning."""
    said, *parts = text.split(_UNKNOWN)
    for part in parts:
        said = said.rstrip(_PARTING)
        said += part if said else part.lstrip(_PARTING)
    return said


@dataclass(frozen=True)
class LineTexts:
    """The texts that an account or a customer has; at most one for a grouping and language."""

    texts: tuple[LineText, ...] = ()

    def check(self, field: str | None = None) -> None:
        """Refuse texts that say nothing of the time, or two for the same. Raises `InvalidInputError`."""
        seen = set[tuple[GroupBy, Language | None]]()
        for place, one in enumerate(self.texts):
            if problem := one.problem():
                raise InvalidInputError(field or f"line_texts.{place}.text", problem)
            if (one.group_by, one.language) in seen:
                raise InvalidInputError(
                    f"line_texts.{place}.group_by", "has a text in this language already"
                )
            seen.add((one.group_by, one.language))

    def over(self, others: "LineTexts") -> "LineTexts":
        """These before the others: a customer's before the account's; each those of a language before those of all."""
        return LineTexts((*self._sorted(), *others._sorted()))

    def _sorted(self) -> list[LineText]:
        return sorted(self.texts, key=lambda one: one.language is None)

    def chosen(self, group_by: GroupBy, language: str) -> LineText | None:
        """What holds for this grouping in this language: the first that fits."""
        fits = (group_by, language), (group_by, None)
        return next((one for one in self.texts if (one.group_by, one.language) in fits), None)


NO_TEXTS = LineTexts()


def says_hours(line: Line) -> bool:
    """Whether its text has a place for the hours: nobody typed that."""
    return _HOURS in line.description


def with_hours(line: Line, language: str) -> Line:
    """The line as it is shown, with the hours that it charges now in its text, written as they are printed."""
    if not says_hours(line) or line.billed_seconds is None:
        return line
    said = hours(line.billed_seconds)
    if line.hours is not None:
        said = format_hours(line.hours, wording(language).locale)
    return replace(line, description=line.description.replace(_HOURS, said))
