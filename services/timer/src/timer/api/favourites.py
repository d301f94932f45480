"""The caller's favourites, and what they worked on of late."""

from uuid import UUID

import web
from timer.api.callers import Worker, own_agent
from timer.commands import favourites as commands
from timer.favourite import Favourite, TooManyFavouritesError
from timer.queries import favourites as queries
from timer.schemas.favourites import (
    FavouriteRequest,
    FavouriteResponse,
    FavouritesResponse,
    RecentResponse,
    RecentWorkResponse,
)

router = web.router(prefix="/v1/work", tags=["favourites"])


@router.get("/recent")
async def list_recent_work(session: web.Session, caller: Worker) -> RecentResponse:
    """List what the caller worked on of late, to go on with it."""
    found = await queries.recent_work(session, own_agent(caller))
    return RecentResponse(items=[RecentWorkResponse.of(one) for one in found])


@router.get("/favourites")
async def list_favourites(session: web.Session, caller: Worker) -> FavouritesResponse:
    """List the caller's favourites, without those whose work takes no time for now."""
    found = await queries.list_favourites(session, own_agent(caller))
    return FavouritesResponse(items=[FavouriteResponse.of(one) for one in found])


@router.put("/favourites/{favourite_id}")
@web.refuses(TooManyFavouritesError, web.Constraint("favourite_agent"))
async def put_favourite(
    favourite_id: UUID, body: FavouriteRequest, session: web.Session, caller: Worker
) -> FavouriteResponse:
    """Keep work under an id of the caller's own, or change it. A repeat changes nothing."""
    favourite = Favourite(favourite_id, body.position, body.work)
    kept = await commands.put_favourite(session, own_agent(caller), favourite)
    return FavouriteResponse.of(kept)


@router.delete("/favourites/{favourite_id}", status_code=204)
async def delete_favourite(favourite_id: UUID, session: web.Session, caller: Worker) -> None:
    """Keep it no longer. A repeat is harmless."""
    await commands.delete_favourite(session, own_agent(caller), favourite_id)
