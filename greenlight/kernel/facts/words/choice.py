"""Word lists made into bounded patterns."""

import re


def words(text: str) -> tuple[str, ...]:
    """Return the words of a blank-separated list, longest first (a pattern takes the longest)."""
    return tuple(sorted(set(text.split()), key=lambda word: (-len(word), word)))


def one_of(*lists: tuple[str, ...]) -> str:
    """Return the alternation of the words of several lists, longest first."""
    every = {word for one in lists for word in one}
    return "|".join(re.escape(word) for word in sorted(every, key=lambda word: (-len(word), word)))
