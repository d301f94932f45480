"""What the timer must be told: only what every service is told."""

import roles


class Settings(roles.Settings):
    """Addresses, secrets and knobs from the environment."""
