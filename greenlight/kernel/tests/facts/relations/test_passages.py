"""Whole passages: silence where all numbers fit, a question where one of them is wrong."""

from pathlib import Path

import pytest

from greenlight.kernel.tests.facts.relations.asking_of import asked

HERE = Path(__file__).parent


def passages(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").replace("\\t", "\t") for line in lines if line and line[0] != "#"]


@pytest.mark.parametrize("passage", passages("silent.txt"))
def test_a_passage_whose_numbers_fit_is_not_asked_about(passage: str) -> None:
    assert asked(passage) == []


@pytest.mark.parametrize("passage", passages("wrong.txt"))
def test_a_passage_with_a_wrong_number_is_asked_about(passage: str) -> None:
    assert asked(passage)
