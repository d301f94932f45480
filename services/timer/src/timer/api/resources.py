"""What all endpoints of master data do, whatever the noun; each route stands in the file of its noun."""

from dataclasses import dataclass
from typing import Annotated, Any, Generic, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Response

import web
from timer.commands import master_data as commands
from timer.queries import master_data as queries
from timer.queries.master_data import Noun
from timer.schemas.fields import VersionedResponse


class _HasVersion(Protocol):
    @property
    def version(self) -> int: ...


H = TypeVar("H", bound=_HasVersion)
V = TypeVar("V", bound=VersionedResponse)


def with_etag(response: Response, shown: H) -> H:
    """Send the version along as the ETag."""
    response.headers["ETag"] = web.etag(shown.version)
    return shown


def created(response: Response, path: str, shown: V) -> V:
    """Send along where it is from now on; `path` is relative to the service's own root."""
    response.headers["Location"] = f"/v1/{path}/{shown.id}"
    return with_etag(response, shown)


@dataclass(frozen=True, slots=True)
class Resource(Generic[V]):
    """A noun as callers see it: under which path, in which shape."""

    noun: Noun[Any]
    path: str
    shape: type[V]


class Resources:
    """Creates, shows and changes a resource in the request's transaction."""

    def __init__(self, session: web.Session, response: Response) -> None:
        self._session, self._response = session, response

    async def create(self, of: Resource[V], body: web.RequestModel, **more: object) -> V:
        """Make one from the fields of `body`; `more` stands instead of them."""
        values = {**body.model_dump(), **more}
        row = await commands.create(self._session, of.noun, values)
        return created(self._response, of.path, of.shape.model_validate(row))

    async def list(
        self, of: Resource[V], paging: web.PageRequest, **filters: object
    ) -> web.Page[V]:
        """A page of them; a filter that is None lets everything through."""
        rows = await queries.page(self._session, of.noun, paging.after, paging.limit, **filters)
        return web.Page[V].of(rows, paging, of.shape.model_validate)

    async def get(self, of: Resource[V], row_id: UUID) -> V:
        """One by its id."""
        row = await queries.get(self._session, of.noun, row_id)
        return with_etag(self._response, of.shape.model_validate(row))

    async def update(
        self,
        of: Resource[V],
        row_id: UUID,
        body: web.RequestModel,
        if_match: int | None,
        **more: object,
    ) -> V:
        """Replace its fields by those of `body`; `more` stands instead of them."""
        values = {**body.model_dump(), **more}
        row = await commands.update(self._session, of.noun, row_id, values, expected=if_match)
        return with_etag(self._response, of.shape.model_validate(row))


MasterData = Annotated[Resources, Depends()]
