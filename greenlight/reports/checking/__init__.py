"""核数: every number of a report found, every place that does not fit asked about, answers remembered."""
