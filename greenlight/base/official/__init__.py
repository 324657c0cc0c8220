"""Official papers as .docx in the form of GB/T 9704-2012: the orders and digests the product writes."""

from greenlight.base.official.paper import Official
from greenlight.base.official.table import Cell

__all__ = ["Cell", "Official"]
