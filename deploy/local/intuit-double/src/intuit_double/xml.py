"""What a program gets that forgets `Accept: application/json`."""

from xml.sax.saxutils import escape

from intuit_double.calls import Answer
from intuit_double.decimals import loads


def of(answer: Answer) -> tuple[str, str]:
    """The answer's text as XML, and its content type."""
    if answer.content_type != "application/json":
        return answer.body, answer.content_type
    return f"<IntuitResponse>{_element(loads(answer.body))}</IntuitResponse>", "application/xml"


def _element(value: object) -> str:
    if isinstance(value, dict):
        return "".join(f"<{name}>{_element(part)}</{name}>" for name, part in value.items())
    if isinstance(value, list):
        return "".join(_element(part) for part in value)
    return escape(str(value))
