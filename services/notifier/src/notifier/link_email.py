"""An e-mail that brings a link to log in with, or to become a member with."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from babel.dates import format_datetime
from pydantic import BaseModel, ConfigDict

from notifier.invoice_email import RenderedEmail, locale_of, templates


class LinkEmail(BaseModel):
    """What the e-mail says. The link is a secret, so this is kept only until the mail is sent."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    kind: Literal["log-in", "invitation"]
    name: str
    email: str
    language: str
    link: str
    expires_at: datetime
    account_name: str = ""
    invited_by: str = ""


def render_link(email: LinkEmail) -> RenderedEmail:
    """Write to the person in their language, or in English."""
    locale = locale_of(email.language)
    until = format_datetime(email.expires_at, "d MMMM yyyy HH:mm", locale=locale)
    values = {"mail": email, "until": f"{until} UTC"}

    def fill(file: str) -> str:
        name = f"{locale.language}/{email.kind}.{file}"
        return templates().get_template(name).render(values).strip()

    return RenderedEmail(
        language=locale.language,
        subject=" ".join(fill("subject.txt").split()),
        text=fill("txt") + "\n",
        html=fill("html") + "\n",
    )
