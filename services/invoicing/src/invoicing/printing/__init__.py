"""The invoice on paper."""

from invoicing.printing.pdf import print_pdf
from invoicing.printing.printable import check_printable, known_to_print

__all__ = ["check_printable", "known_to_print", "print_pdf"]
