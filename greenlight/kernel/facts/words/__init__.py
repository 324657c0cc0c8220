"""Word lists of the grammar of reports, one idea a file; add a word here before adding a rule."""
