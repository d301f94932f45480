"""The invoice on paper."""

from invoicing.printing.pdf import check_logo, print_pdf, print_picture
from invoicing.printing.printable import check_printable, known_to_print

__all__ = ["check_logo", "check_printable", "known_to_print", "print_pdf", "print_picture"]
