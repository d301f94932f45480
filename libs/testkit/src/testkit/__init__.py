"""What the tests of every service need: servers, databases, callers, waiting for conditions."""

from testkit.databases import Urls, fresh_database
from testkit.records import record
from testkit.servers import kafka_bootstrap, postgres_url
from testkit.serving import Served, serve
from testkit.tokens import ACCOUNT, OTHER_ACCOUNT, TestVerifier, token
from testkit.waiting import until

__all__ = [
    "ACCOUNT",
    "OTHER_ACCOUNT",
    "Served",
    "TestVerifier",
    "Urls",
    "fresh_database",
    "kafka_bootstrap",
    "postgres_url",
    "record",
    "serve",
    "token",
    "until",
]
