"""The question of the gateway: whose is this cookie or API token, now?"""

from identity.gate.gate import Admission, Gate
from identity.gate.signer import Signer
from identity.gate.streams import Stream

__all__ = ["Admission", "Gate", "Signer", "Stream"]
