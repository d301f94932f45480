"""What reminders say unless the account has words of its own: our words, from `templates/<language>/reminders.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from notifier.reminders import Step, StepText

Tone = Literal["before", "first", "second", "last"]
_FIRST_UNTIL, _SECOND_UNTIL = 5, 11
"""Days after the due date up to which an unpaid invoice was forgotten, and then overlooked."""


def tone_of(days: int) -> Tone:
    """How a reminder so many days after the due date sounds."""
    if days < 0:
        return "before"
    if days <= _FIRST_UNTIL:
        return "first"
    return "second" if days <= _SECOND_UNTIL else "last"


def text_of(step: Step, language: str) -> StepText:
    """What a step says in a language: the account's words, else ours."""
    return step.texts.get(language) or default_text(tone_of(step.days), language)


@cache
def default_text(tone: Tone, language: str) -> StepText:
    """Our words."""
    return StepText.model_validate(_words(language)[tone])


def frame_words(language: str) -> Mapping[str, str]:
    """The words around a reminder's text."""
    words: Mapping[str, str] = _words(language)["words"]
    return words


@cache
def _words(language: str) -> Mapping[str, Any]:
    file = files("notifier") / "templates" / language / "reminders.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
