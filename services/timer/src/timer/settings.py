"""What the timer must be told: only what every service is told."""

import service_runtime


class Settings(service_runtime.Settings):
    """Addresses, secrets and knobs from the environment."""
