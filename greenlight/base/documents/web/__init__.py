"""Web pages: parsed in a process of its own, laid out here."""
