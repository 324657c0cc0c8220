"""What is asked about a text: (rule, the sum worked out) of every question."""

from greenlight.kernel.facts import Conflict, Text, conflicts, read


def questions(body: str) -> list[Conflict]:
    text = Text(body=body)
    return conflicts(read(text), text)


def asked(body: str) -> list[tuple[str, str]]:
    return [(conflict.rule, conflict.worked) for conflict in questions(body)]


def rules(body: str) -> set[str]:
    return {conflict.rule for conflict in questions(body)}
