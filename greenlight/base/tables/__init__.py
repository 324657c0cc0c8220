"""A ledger's list page by declaration: what is shown of it, and how the address says so."""

from greenlight.base.tables.look import Look

__all__ = ["Look"]
