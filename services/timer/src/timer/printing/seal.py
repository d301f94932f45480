"""Seal a PDF, so that every reader sees whether it was changed, and leave room for the customer's own signature.

ISO 32000-2, 12.8.2.2: a certification that allows to fill in fields and to sign, and no other change.
"""

from io import BytesIO

from asn1crypto import keys, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from timer.printing.seal_key import NAME, SealKey

SEAL_FIELD, CUSTOMER_FIELD = "Seal", "Customer"
_FIELD = (386, 101, 533, 158)
"""Where `timesheet.typ` draws the frame for an electronic signature: left, bottom, right, top, in points."""


def seal(pdf: bytes, key: SealKey) -> bytes:
    """The document with an empty field for the customer's signature, certified as it is then."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    customer = SigFieldSpec(CUSTOMER_FIELD, on_page=-1, box=_FIELD, empty_field_appearance=True)
    append_signature_field(writer, customer)
    metadata = PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        name=NAME,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
    )
    signer = PdfSigner(metadata, signer_of(key), new_field_spec=SigFieldSpec(SEAL_FIELD))
    sealed: BytesIO = signer.sign_pdf(writer)
    return sealed.getvalue()


def signer_of(key: SealKey) -> SimpleSigner:
    """What signs with the key."""
    certificate = x509.Certificate.load(key.certificate_der)
    return SimpleSigner(
        certificate, keys.PrivateKeyInfo.load(key.private_der), SimpleCertificateStore()
    )
