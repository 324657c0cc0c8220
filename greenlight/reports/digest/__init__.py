"""一月一汇总: what a month was, as a page, a Word paper and a workbook with the same numbers."""
