"""The public request form: as the owner sets it up, and as anybody fetches and sends it."""

from typing import Annotated

from pydantic import Field, StringConstraints

import web
from timer.request_form import SLUG
from timer.schemas.fields import Email, LongText, Name
from timer.schemas.tickets import Description

Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG.pattern}$")]
"""Part of an address."""


class RequestFormRequest(web.RequestModel):
    """The account's form, as it shall be."""

    slug: Slug
    """Its address: the app shows the form under `/request/<slug>`. Small letters, digits and hyphens; no other account's."""
    title: Name
    """What stands above it, such as the name of the business."""
    introduction: LongText
    """A few words to who fills it in; may be empty."""
    active: bool
    """Whether it is there; while it is off, its address shows nothing."""


class RequestFormResponse(web.ResponseModel):
    """The account's form."""

    version: int
    """Counts its changes; the number in its `ETag`."""
    slug: str
    """Its address: the app shows the form under `/request/<slug>`."""
    title: str
    """What stands above it."""
    introduction: str
    """A few words to who fills it in."""
    active: bool
    """Whether it is there."""


class FileLimitsResponse(web.ResponseModel):
    """What may be attached."""

    files: int
    """How many files."""
    file_bytes: int
    """How large each may be."""
    bytes: int
    """How large all together."""
    extensions: list[str]
    """Endings of the kinds that are taken; what a file is is told by its content."""


class PublicFormResponse(web.ResponseModel):
    """A form to be filled in."""

    title: str
    """What stands above it."""
    introduction: str
    """A few words to who fills it in."""
    language: str
    """The account's language, a BCP 47 tag."""
    token: str
    """To be sent with the form: good for one request, in four hours, and not in the first three seconds."""
    attachments: FileLimitsResponse
    """What may be attached."""


class FormRequestRequest(web.RequestModel):
    """The fields of a form that is sent, all but its files."""

    token: Annotated[str, StringConstraints(max_length=200)]
    """The token that came with the form."""
    name: Name
    """Who asks."""
    email: Email
    """Their e-mail address."""
    subject: Name
    """What they ask for, in a line."""
    description: Description = ""
    """What they ask for, in full."""
    website: Annotated[str, Field(max_length=1000)] = ""
    """Nothing: people see no field for it."""


class RequestReceivedResponse(web.ResponseModel):
    """What was sent has arrived."""

    number: int
    """The number of the ticket that was made of it."""
