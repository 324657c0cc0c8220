"""Saved views: opening them by an address, the tabs over the table, what a reader keeps for himself."""
