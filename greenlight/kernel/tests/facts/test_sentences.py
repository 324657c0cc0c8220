"""Sentences of every field a zone reports on, each with all that it states."""

from pathlib import Path

import pytest

from greenlight.kernel.tests.facts.said import said


def sentences() -> list[tuple[str, list[str]]]:
    """Return the sentences of sentences.txt, each with its lines of facts."""
    found: list[tuple[str, list[str]]] = []
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


@pytest.mark.parametrize(("sentence", "facts"), sentences(), ids=lambda value: str(value)[:12])
def test_a_sentence_states_what_it_states(sentence: str, facts: list[str]) -> None:
    assert said(sentence) == facts
