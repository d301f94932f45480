"""The account's public request form."""

from database import Session
from domain_errors import NotFoundError
from timer.request_form import RequestForm
from timer.store import request_forms as store


async def get_form(session: Session) -> RequestForm:
    """Raises `NotFoundError` where none was made."""
    form = await store.own(session)
    if form is None:
        raise NotFoundError("request form")
    return form
