"""The question of the gateway: whose is this cookie or API token, now?"""

from identity.gate.gate import Admission, Gate
from identity.gate.signer import Signer

__all__ = ["Admission", "Gate", "Signer"]
