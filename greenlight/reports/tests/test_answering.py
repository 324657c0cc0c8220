"""What is typed for a number, and what a copy and a pasted text are called: no database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from greenlight.base import documents
from greenlight.base.documents.checking import check
from greenlight.base.refusals import Refused
from greenlight.reports.checking import answering, copying, observing, work


@pytest.mark.parametrize(
    ("typed", "stands"),
    [("247.9", "247.9亿元"), ("２４７．９", "247.9亿元"), ("247.9亿元", "247.9亿元"), ("1,247", "1,247亿元")],
)
def test_a_typed_number_takes_the_unit_that_stands_there(typed: str, stands: str) -> None:
    assert answering.corrected(typed, "246.5亿元") == stands


@pytest.mark.parametrize(
    ("typed", "written", "stands"),
    [("320", "三百余家", "320家"), ("320", "约三百余家", None), ("62", "六成", None), ("62%", "六成", "62%"),
     ("2", "翻一番", None), ("12500", "1.2万户", None), ("12500户", "1.2万户", "12500户"),
     ("0", "3.1%", None), ("5", "0.0亿元", "5亿元"), ("-1.5", "-1.3%", "-1.5%"),
     ("1,247", "1,３46.5亿元", "1,247亿元")],
)  # fmt: skip
def test_a_bare_number_stands_in_the_words_of_the_old_one_or_is_asked_with_its_unit(
    typed: str, written: str, stands: str | None
) -> None:
    if stands is not None:
        assert answering.corrected(typed, written) == stands
        return
    with pytest.raises(Refused, match="请连单位一起填"):
        answering.corrected(typed, written)


def test_what_no_word_file_holds_is_left_out_of_a_correction() -> None:
    assert answering.corrected("247.9亿元\u202e\ufffe", "246.5亿元") == "247.9亿元"


def test_pasted_text_keeps_its_first_line_as_its_name() -> None:
    assert work.heading("2023/2024年工作总结\n") == "2023／2024年工作总结（粘贴）"


def test_a_corrected_fall_stays_a_fall() -> None:
    fact = next(one for one in check(documents.pasted("财政支出下降1.3%。")).facts if one.unit == "%")
    assert fact.value < 0
    told = observing.corrected(fact, "1.5%", "1.3%")
    assert told is not None
    assert told.value == Decimal("-1.5")


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("总结.docx", "总结（核数批注）.docx"),
        ("总结.DOCM", "总结（核数批注）.docm"),
        ("总结.txt", "总结.txt（核数批注）.docx"),
    ],
)
def test_a_copy_keeps_the_ending_that_opens_it(name: str, copy: str) -> None:
    assert copying.name_of(name) == copy
