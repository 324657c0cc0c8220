"""一项目一清单: what one project owes, to whom, by when, with which papers; a page, a print, a Word paper."""
