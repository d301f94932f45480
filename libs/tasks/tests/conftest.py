"""Tasks are tested beside messages, as services have them: on the same database."""

from libs.messaging.tests.conftest import (  # noqa: F401 fixtures
    _tracing,
    database_urls,
    db,
    effects,
    engine,
    query,
    spans,
    urls,
)
