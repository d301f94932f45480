"""The five services and identity, by their names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceName:
    """`path` in URLs and as consumer group, `module` to run; the database has the module's name."""

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
    ServiceName("identity", "identity"),
)
