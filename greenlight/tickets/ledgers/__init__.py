"""The ledgers of the closed loop: requests of enterprises, hazards."""

from greenlight.tickets.ledgers.hazards import HAZARDS
from greenlight.tickets.ledgers.issues import ISSUES

LEDGERS = (ISSUES, HAZARDS)
