"""Sentences, and what becomes of one that never ends."""

from array import array

from hypothesis import given, settings
from hypothesis import strategies as st

from greenlight.kernel.facts.relations.page import SENTENCE_ENDS
from greenlight.kernel.facts.relations.spans import LONGEST, MOST, cut, cut_short
from greenlight.kernel.tests.facts.relations.asking_of import asked, questions

WRONG = "规上工业企业200家，其中盈利企业130家，盈利面60%，"
PIECES = st.lists(
    st.sampled_from(["工业增加值", "，", "、", "；", "。", "\n", "12.5亿元", "3,500家", " ", "园" * 700]),
    max_size=400,
)


@settings(deadline=None)
@given(PIECES, st.integers(0, 9))
def test_no_sentence_is_endless_none_is_lost_and_no_number_is_cut(pieces: list[str], more: int) -> None:
    pieces = pieces * more
    body, numbers, at = "".join(pieces), list[tuple[int, int]](), 0
    for piece in pieces:
        if piece[0].isdigit():
            numbers.append((at, at + len(piece)))
        at += len(piece)
    starts, ends = array("i", [one for one, _ in numbers]), array("i", [one for _, one in numbers])
    short = cut_short(body, SENTENCE_ENDS, starts, ends)
    assert "".join(body[start:end] for start, end in short) == body
    for start, end in short:
        within = sum(start <= one < end for one in starts)
        assert end - start <= LONGEST + len("12.5亿元")
        assert within <= MOST
    stops = {end for _, end in short}
    assert not any(start < stop < end for start, end in numbers for stop in stops)
    assert stops >= {end for _, end in cut(body, SENTENCE_ENDS)}


def test_a_sentence_of_ordinary_length_stands_as_it_is() -> None:
    body = "工业增加值12.5亿元，增长3%；" * 40 + "。其他。"
    assert list(cut_short(body, SENTENCE_ENDS, array("i"), array("i"))) == list(cut(body, SENTENCE_ENDS))


def test_what_does_not_fit_is_asked_about_in_the_middle_of_a_sentence_without_end() -> None:
    endless = "各项工作有序推进，园区面貌持续改善，" * 200
    for text in (WRONG, endless + WRONG, endless + WRONG + endless, WRONG + endless):
        assert asked(text) == [("share", "130 ÷ 200 = 65%")]


def test_each_of_many_wrong_shares_of_one_sentence_is_asked_about() -> None:
    body = (WRONG + "各项工作有序推进，" * 30) * 12
    shares = {at for at in range(len(body)) if body.startswith("60%", at)}
    assert {one.start for one in questions(body)} == shares
