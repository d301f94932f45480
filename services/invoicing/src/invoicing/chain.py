"""Each issued document is linked to the one before it in its series, so that none can be changed or left out unseen."""

import hashlib
import json
from dataclasses import asdict

from invoicing.bill import Bill

FIRST = "0" * 64
"""What the first document of a series is linked to."""


def link(previous: str, bill: Bill, document_sha256: str) -> str:
    """Hash the previous document's hash, this one's content and its printed bytes (SHA-256, hexadecimal)."""
    content = json.dumps(asdict(bill), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(f"{previous}\n{document_sha256}\n{content}".encode()).hexdigest()
