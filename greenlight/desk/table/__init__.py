"""The ledger page: what it can show, which lines it shows, what they add up to, how they are drawn."""
