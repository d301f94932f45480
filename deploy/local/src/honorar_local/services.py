"""The five services as the one-machine install knows them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceName:
    """`path` in URLs and as consumer group, `module` to run; the database is called like the module."""

    path: str
    module: str

    @property
    def database(self) -> str:
        return self.module

    @property
    def variable(self) -> str:
        """As part of an environment variable's name."""
        return self.module.upper()


SERVICES = (
    ServiceName("timer", "timer"),
    ServiceName("rates", "rates"),
    ServiceName("invoicing", "invoicing"),
    ServiceName("notifier", "notifier"),
    ServiceName("qbo-sync", "qbo_sync"),
)
