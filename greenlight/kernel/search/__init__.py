"""Finding records by what a person types: characters, pinyin, initials, codes with a slip.

`letters` makes a text comparable, `sounds` knows how characters are read, `grams` says under which
numbers a text is filed and which ones a typed word asks for, `shelves` packs the numbers, `matching`
tells whether and where a word really stands in a text. Nothing here knows a database.
"""
