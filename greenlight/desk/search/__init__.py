"""One box for everything: what is found by what is typed, and by whom (docs/decisions/0008-search.md).

`texts` says what a record is found by, `upkeep` keeps the entries in the transaction of the deed,
`packing` folds their grams into pages, `reach` who may see what, `index` asks the grams, `finding` looks
at what they leave and ranks it, `hits` draws it, `ledger` narrows the project ledger.
"""
