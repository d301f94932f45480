"""The text of a notice in the language of whom it goes to."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from jinja2 import Template
from pydantic import BaseModel, ConfigDict

from money import format_money
from notifier.invoice_email import RenderedEmail, format_period, locale_of, templates
from notifier.notices import Amount, ForgottenTimer, Notice, ReachedBudget, ReachedThreshold


class NoticeEmail(BaseModel):
    """What the e-mail says; stored with the message."""

    model_config = ConfigDict(frozen=True)

    language: str
    notice: Notice


def render_notice(email: NoticeEmail, recipient: str, public_url: str = "") -> RenderedEmail:
    """Write to the person named `recipient`. `public_url`: where the app is; without it nothing is linked."""
    locale = locale_of(email.language)
    values = _values(email.notice, locale)
    template = templates().get_template(f"{locale.language}/{email.notice.kind}.txt")
    text = _block(template, "text", values)
    frame: dict[str, Any] = {
        "recipient": recipient,
        "subject": " ".join(_block(template, "subject", values).split()),
        "paragraphs": [part.strip() for part in text.split("\n\n") if part.strip()],
        "link": public_url + email.notice.path if public_url else "",
        "link_text": _block(template, "link", values).strip(),
    }

    def fill(file: str) -> str:
        return templates().get_template(f"{locale.language}/{file}").render(frame).strip() + "\n"

    return RenderedEmail(locale.language, frame["subject"], fill("notice.txt"), fill("notice.html"))


def _block(template: Template, name: str, values: dict[str, Any]) -> str:
    return "".join(template.blocks[name](template.new_context(values)))


def _values(notice: Notice, locale: Locale) -> dict[str, Any]:
    values: dict[str, Any] = {"notice": notice, "hours": _hours}
    match notice:
        case ForgottenTimer():
            local = notice.started_at.astimezone(ZoneInfo(notice.time_zone))
            return values | {"since": format_datetime(local, "EEEE d MMMM HH:mm", locale=locale)}
        case ReachedBudget():
            return values | {"month": notice.month and _month(notice.month, locale)}
        case ReachedThreshold():
            return values | {
                "month": notice.month and _month(notice.month, locale),
                "budget": _quantity(notice.budget_seconds, notice.budget_money, locale),
                "used": _quantity(notice.used_seconds, notice.used_money, locale),
            }
        case _:
            return values | {"period": format_period(notice.first_day, notice.last_day, locale)}


def _month(day: date, locale: Locale) -> str:
    return format_date(day, "MMMM yyyy", locale=locale)


def _quantity(seconds: int | None, money: Amount | None, locale: Locale) -> str:
    """Time or money, whichever the budget is of."""
    if money is not None:
        return format_money(money.amount, money.currency, locale)
    return _hours(seconds or 0)


def _hours(seconds: int) -> str:
    """As the app writes durations."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}"
