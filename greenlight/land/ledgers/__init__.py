"""The ledgers of land: its clearance, and what is underused."""

from greenlight.land.ledgers.signing import SIGNING_DAILY, SIGNING_SUMMARY
from greenlight.land.ledgers.underused import UNDERUSED

LEDGERS = (SIGNING_SUMMARY, SIGNING_DAILY, UNDERUSED)
