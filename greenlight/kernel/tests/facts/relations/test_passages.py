"""Whole passages: silence where all numbers fit, a question where one of them is wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from greenlight.kernel.tests.facts.relations.asking_of import asked

HERE = Path(__file__).parent
MARK = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


def passages(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").replace("\\t", "\t") for line in lines if line and line[0] != "#"]


@pytest.mark.parametrize("passage", passages("silent.txt"))
def test_a_passage_whose_numbers_fit_is_not_asked_about(passage: str) -> None:
    assert asked(passage) == []


@pytest.mark.parametrize("passage", passages("wrong.txt"))
def test_a_passage_with_a_wrong_number_is_asked_about(passage: str) -> None:
    assert asked(passage)


def with_one_wrong(passage: str) -> Iterator[str]:
    """The passage once for each of its [right|wrong], wrong there and right elsewhere."""
    for wrong in MARK.finditer(passage):
        before, after = passage[: wrong.start()], passage[wrong.end() :]
        yield MARK.sub(r"\1", before) + wrong[2] + MARK.sub(r"\1", after)


@pytest.mark.parametrize("passage", passages("slips.txt"))
def test_a_slip_of_the_pen_is_asked_about_and_the_right_number_is_not(passage: str) -> None:
    assert asked(MARK.sub(r"\1", passage)) == []
    assert [wrong for wrong in with_one_wrong(passage) if not asked(wrong)] == []
