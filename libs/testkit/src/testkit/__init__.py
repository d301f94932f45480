"""What the tests of every service need: servers, databases, callers, statement counts, waiting."""

from testkit.databases import Urls, fresh_database
from testkit.records import record
from testkit.servers import kafka_bootstrap, postgres_url
from testkit.serving import Served, serve
from testkit.statements import Statements, count_statements
from testkit.stopwatch import stopwatch
from testkit.tokens import ACCOUNT, OTHER_ACCOUNT, SelfSignedVerifier, token
from testkit.waiting import until

__all__ = [
    "ACCOUNT",
    "OTHER_ACCOUNT",
    "SelfSignedVerifier",
    "Served",
    "Statements",
    "Urls",
    "count_statements",
    "fresh_database",
    "kafka_bootstrap",
    "postgres_url",
    "record",
    "serve",
    "stopwatch",
    "token",
    "until",
]
