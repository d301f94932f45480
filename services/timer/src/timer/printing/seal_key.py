"""The key that seals documents, and its certificate: both are made of one secret, so all processes have the same."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

NAME = "Honorar document seal"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (SEC 2, 2.4.2)."""
_BEGINS = datetime(2020, 1, 1, tzinfo=UTC)
_ENDS = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""It has no end of its own (RFC 5280, 4.1.2.5)."""


@dataclass(frozen=True)
class SealKey:
    """The installation's key and the certificate that documents carry."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def of(cls, secret: bytes) -> "SealKey":
        """Derive the key (RFC 5869) and sign its certificate with itself (RFC 6979: always with the same bytes)."""
        derive = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=b"document seal")
        number = int.from_bytes(derive.derive(secret)) % (_ORDER - 1) + 1
        private = ec.derive_private_key(number, ec.SECP256R1())
        return cls(private, _certificate(private))

    @property
    def pem(self) -> bytes:
        """The certificate, for those who want to trust it."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def certificate_der(self) -> bytes:
        """The certificate, as documents carry it."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def private_der(self) -> bytes:
        """The key (PKCS #8)."""
        return self.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _certificate(private: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    public = private.public_key()
    point = public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    serial = int.from_bytes(hashlib.sha256(point).digest()[:16]) >> 1 | 1
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(_BEGINS)
        .not_valid_after(_ENDS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return builder.sign(private, hashes.SHA256(), ecdsa_deterministic=True)
