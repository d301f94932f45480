"""The invoice on paper."""

from invoicing.printing.pdf import print_pdf

__all__ = ["print_pdf"]
