"""What a report says, in short lines a test can state: 指标 值单位 kind, then only what is not the rule."""

from greenlight.kernel.facts import Fact, Text, read
from greenlight.kernel.parse import plain


def said(text: str) -> list[str]:
    """Return the facts of a text as lines such as `税收收入 29.3亿元 level`."""
    return [line(fact) for fact in read(Text(text))]


def line(fact: Fact) -> str:
    """Return a fact in one line; the comparator and 目标 only when there is one."""
    comparator = "" if fact.comparator.value == "=" else f" {fact.comparator.value}"
    return (
        f"{fact.indicator} {plain(fact.value)}{fact.unit} {fact.kind.value}{comparator}"
        f"{' 目标' if fact.is_target else ''}"
    )


def told(text: str) -> list[str]:
    """Return only the numbers with their units, for the tests of what is a number and what is none."""
    return [f"{plain(fact.value)}{fact.unit}" for fact in read(Text(text))]


def periods(text: str) -> list[str]:
    """Return the periods of the facts of a text, in order."""
    return [fact.period for fact in read(Text(text))]
