"""Headers that go with a versioned thing."""

from uuid import UUID

from fastapi import Response

import web


def versioned(response: Response, version: int) -> None:
    response.headers["ETag"] = web.etag(version)


def created(response: Response, path: str, row_id: UUID, version: int) -> None:
    """The Location is relative to the service's own root."""
    response.status_code = 201
    response.headers["Location"] = f"/v1/{path}/{row_id}"
    versioned(response, version)
