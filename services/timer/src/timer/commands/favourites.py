"""Keep work as a favourite."""

from uuid import UUID

from database import Session
from timer.favourite import Favourite, TooManyFavouritesError
from timer.store import favourites
from timer.store.referenced_work import referenced_work
from timer.time_entry import flat
from timer.work import WorkReference, fill_in


async def put_favourite(session: Session, agent_id: UUID, favourite: Favourite) -> Favourite:
    """Keep it, or change it. Raises `InvalidInputError` for work that is not there or takes no time."""
    named = WorkReference(**flat(favourite.work))
    fill_in(named, await referenced_work(session, named))
    if not await favourites.put(session, agent_id, favourite):
        raise TooManyFavouritesError
    return favourite


async def delete_favourite(session: Session, agent_id: UUID, favourite_id: UUID) -> None:
    """Keep it no longer. A repeat is harmless."""
    await favourites.remove(session, agent_id, favourite_id)
