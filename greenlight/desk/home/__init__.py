"""The first page: what its reader came for, in one screen (DESIGN §1)."""

from greenlight.desk.home.audience import Audience, audience, sections

__all__ = ["Audience", "audience", "sections"]
