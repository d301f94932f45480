"""Texts of lines of time, and an example of one."""

from typing import Annotated

from pydantic import Field

import web
from invoicing.domain.grouping import GroupBy
from invoicing.domain.line_texts import Language, LineText, LineTexts

_Text = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]


class LineTextRequest(web.RequestModel):
    """What lines of time say, in a grouping and a language."""

    group_by: GroupBy
    """What one line stands for."""
    language: Language | None = None
    """Of the documents, as a BCP 47 tag; null: all that have no text of their own."""
    text: _Text
    """With `{project}`, `{task}` or `{ticket}`, `{agent}`, `{service}`, `{day}`, `{note}`, `{period}` and `{hours}` where
    lines of the grouping have them. A name that is not known is left out, with empty brackets around it."""


class LineTextResponse(web.ResponseModel):
    """What lines of time say, in a grouping and a language."""

    group_by: GroupBy
    """What one line stands for."""
    language: Language | None
    """Of the documents, as a BCP 47 tag; null: all that have no text of their own."""
    text: str
    """With its placeholders."""


LineTextsRequest = Annotated[tuple[LineTextRequest, ...], Field(max_length=42)]
"""Seven groupings, in five languages and for all others."""


def to_line_texts(texts: tuple[LineTextRequest, ...]) -> LineTexts:
    """As the domain has them."""
    return LineTexts(tuple(LineText(**dict(one)) for one in texts))


class LineTextExampleRequest(web.FilterModel):
    """A text that is being written."""

    group_by: GroupBy
    """What one line stands for."""
    language: Language
    """In which language the example is."""
    text: _Text
    """With its placeholders."""

    def to_domain(self) -> LineText:
        """As the domain has it."""
        return LineText(**dict(self))


class LineTextExampleResponse(web.ResponseModel):
    """What a line would say."""

    description: str
    """Of a sample's time."""
