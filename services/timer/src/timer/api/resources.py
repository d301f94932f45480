"""What all endpoints of master data do, whatever the noun; each route stands in the file of its noun."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Response

import web
from timer.commands import master_data as commands
from timer.queries import master_data as queries
from timer.queries.master_data import Noun
from timer.schemas.fields import Complete, Partial, VersionedResponse


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
    """A noun as callers see it: under which path, in which shape.

    `complete` adds to rows what is shown of them and stands elsewhere.
    """

    noun: Noun[Any]
    path: str
    shape: type[V]
    complete: Callable[[web.Session, Sequence[Any]], Awaitable[None]] | None = None


class Resources:
    """Creates, shows and changes a resource in the request's transaction."""

    def __init__(self, session: web.Session, response: Response) -> None:
        self._session, self._response = session, response

    async def create(self, of: Resource[V], body: web.RequestModel, **more: object) -> V:
        """Make one from the fields of `body`; `more` stands instead of them."""
        values = {**body.model_dump(), **more}
        row = await commands.create(self._session, of.noun, values)
        return created(self._response, of.path, await self._shown(of, row))

    async def list(
        self, of: Resource[V], paging: web.PageRequest, **filters: object
    ) -> web.Page[V]:
        """A page of them; a filter that is None lets everything through."""
        rows = await queries.page(self._session, of.noun, paging.after, paging.limit, **filters)
        return web.Page[V].of(await self._all_shown(of, rows), paging, lambda shown: shown)

    async def show(self, of: Resource[V], rows: Sequence[object]) -> web.Page[V]:
        """What was found, all on one page."""
        return web.Page[V](items=list(await self._all_shown(of, rows)))

    async def get(self, of: Resource[V], row_id: UUID) -> V:
        """One by its id."""
        row = await queries.get(self._session, of.noun, row_id)
        return with_etag(self._response, await self._shown(of, row))

    async def replace(
        self,
        of: Resource[V],
        row_id: UUID,
        body: Complete,
        if_match: int,
        **more: object,
    ) -> V:
        """Replace its fields by those of `body`; `more` stands instead of them."""
        return await self._update(of, row_id, {**body.model_dump(), **more}, if_match)

    async def change(
        self,
        of: Resource[V],
        row_id: UUID,
        body: Partial,
        if_match: int | None,
        **more: object,
    ) -> V:
        """Change those of its fields that `body` has; `more` stands instead of them."""
        return await self._update(of, row_id, {**body.changes, **more}, if_match)

    async def _update(
        self, of: Resource[V], row_id: UUID, values: dict[str, object], if_match: int | None
    ) -> V:
        row = await commands.update(self._session, of.noun, row_id, values, expected=if_match)
        return with_etag(self._response, await self._shown(of, row))

    async def _shown(self, of: Resource[V], row: object) -> V:
        (shown,) = await self._all_shown(of, [row])
        return shown

    async def _all_shown(self, of: Resource[V], rows: Sequence[object]) -> Sequence[V]:
        if of.complete and rows:
            await of.complete(self._session, rows)
        return [of.shape.model_validate(row) for row in rows]


async def _resources(session: web.Session, response: Response) -> Resources:
    return Resources(session, response)


MasterData = Annotated[Resources, Depends(_resources)]
