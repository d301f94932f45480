"""Settings of the service: only those of every service."""

import service_runtime


class Settings(service_runtime.Settings):
    """Addresses, secrets and knobs from the environment."""
