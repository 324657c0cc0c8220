"""Characters, readings and codes with a slip; that the grams never miss what stands in a text."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from greenlight.kernel.search import grams, letters, matching, shelves
from greenlight.kernel.search.matching import Fit
from greenlight.kernel.search.sounds import Sounds

CODE = "24063308020401123456"
NAMES = [
    "天际互感器",
    "重庆银行大厦",
    "长三角LED产业园5G基站",
    "中国浙江绿色铝业一期",
    "安吉县方案",
    CODE,
    "行",
]
TEXTS = [
    "\n".join(letters.squash(one) for one in lines)
    for lines in (
        ["浙江天际互感器有限公司年产5万台项目", "衢州市智造新城", "2406-330802-04-01-123456"],
        ["重庆银行数据中心", "91330800MA28F00X3Q", "长乐路"],
        ["LED照明 5G 基站（二期）", "单一乐器厂"],
        ["a", "天"],
    )
]


@lru_cache
def sounds() -> Sounds:
    return Sounds((files("greenlight.kernel") / "data" / "pinyin.txt").read_text(encoding="utf-8"))


def filed_under(word: str) -> set[int]:
    """Return which of TEXTS the grams leave for a word."""
    keys = grams.keys(TEXTS, sounds())
    found: set[int] = set()
    for ask in grams.asks(word, sounds()):
        found.update(shelves.common([shelves.held_in(keys, one) for one in ask.grams]).tolist())
    return found


def fits(word: str, text: str = TEXTS[0]) -> Fit | int | None:
    found = matching.match(letters.squash(word), text, sounds())
    return None if found is None else found.fit


FOUND_IN = (
    "天 天际 互感器有限 tjhgq tianji tianjihgq 天际hgq zjtianji tianj zhejiangtj zhizao zhzao 5万台"
    " nc5wt 2406-330802",
    "chongqing zhongqing cqyh yinhang yinxing 重庆yh changle zhangyue",
    "ledzm LED 5gjz shanyi danyiyueqi",
    "A tian",
)


@pytest.mark.parametrize(
    ("word", "text"), [(word, n) for n, line in enumerate(FOUND_IN) for word in line.split()]
)
def test_a_name_is_found_by_characters_by_readings_and_by_a_mixture(word: str, text: int) -> None:
    squashed = letters.squash(word)
    assert matching.match(squashed, TEXTS[text], sounds()), "the matcher"
    assert text in filed_under(squashed), "the grams"


@pytest.mark.parametrize("word", ["际天", "tianjing", "hgt", "天hgq", "q天", "xyz", "😀", "v"])
def test_what_does_not_stand_side_by_side_is_not_found(word: str) -> None:
    assert fits(word) is None


def test_the_whole_title_is_better_than_its_head_and_that_than_its_middle() -> None:
    line = "天际互感器"
    ranked = [fits("天际互感器", line), fits("天际", line), fits("tianji", line), fits("互感", line),
              fits("hgq", line), fits("天际", f"浙江\n{line}")]  # fmt: skip
    assert ranked == [
        Fit.WHOLE,
        Fit.HEAD,
        Fit.HEAD_READ,
        Fit.INSIDE,
        Fit.INSIDE_READ,
        Fit.OTHER_LINE + Fit.HEAD,
    ]


def test_where_a_word_stands_is_told_so_that_it_can_be_marked() -> None:
    found = matching.match("tjhgq", TEXTS[0], sounds())
    assert found
    assert TEXTS[0][found.start : found.end] == "天际互感器"


def slipped(code: str) -> dict[str, str]:
    """Return a code with each kind of slip in its middle."""
    n = 9
    return {
        "changed": code[:n] + "x" + code[n + 1 :],
        "left out": code[:n] + code[n + 1 :],
        "put in": code[:n] + "7" + code[n:],
        "swapped": code[:14] + code[15] + code[14] + code[16:],
    }


@pytest.mark.parametrize("kind", ["changed", "left out", "put in", "swapped"])
def test_a_code_with_one_slip_is_found_and_with_two_is_not(kind: str) -> None:
    once = slipped(CODE)[kind]
    assert once != CODE
    assert fits(once) == Fit.OTHER_LINE + Fit.SLIP
    assert 0 in filed_under(once)
    assert fits("9" + once[1:]) is None


@given(st.text("0123456789abc", min_size=15, max_size=20), st.text("0123456789abc", min_size=15, max_size=20))
@settings(max_examples=200)
def test_one_slip_agrees_with_a_count_of_the_edits(one: str, other: str) -> None:
    near = {
        one[:n] + c + one[n + m :]
        for n in range(len(one) + 1)
        for m in (0, 1)
        for c in ["", *"0123456789abc"]
    }
    near |= {one[:n] + one[n : n + 2][::-1] + one[n + 2 :] for n in range(len(one))}
    for told in (other, *sorted(near)[:40]):
        assert matching.one_slip(one, told) == (told in near)
    assert all(grams.slips(one) & grams.slips(told) for told in sorted(near)[:40])


WORDS = st.text("天际互感器重庆银行zhongqtianjled5g绿铝lv", min_size=1, max_size=8)


@given(WORDS)
@settings(max_examples=300, deadline=None)
def test_the_grams_never_miss_what_the_matcher_finds(word: str) -> None:
    standing = {n for n, text in enumerate(TEXTS) if matching.match(word, text, sounds())}
    if not letters.is_code(word):
        assert standing <= filed_under(word)


@given(WORDS)
@example("a行")
@example("an")
@settings(max_examples=100, deadline=None)
def test_what_the_grams_call_exact_needs_no_second_look(word: str) -> None:
    keys = grams.keys(TEXTS, sounds())
    for ask in (one for one in grams.asks(word, sounds()) if one.exact):
        for place in shelves.common([shelves.held_in(keys, one) for one in ask.grams]).tolist():
            assert matching.match(word, TEXTS[place], sounds())


def test_packed_pages_hold_what_was_put_in_rare_and_common() -> None:
    texts = [f"项目{n}\n{'天际' if n % 7 == 0 else '互感'}" for n in range(3000)]
    keys = grams.keys(texts, sounds())
    pages = dict(shelves.pack(keys))
    told = np.unique(keys >> np.uint64(grams.OFFSET_BITS)).tolist()
    for gram in told[:: max(1, len(told) // 200)]:
        page = pages[shelves.page_of(gram)]
        assert shelves.held(page, gram).tolist() == shelves.held_in(keys, gram).tolist()
    assert shelves.held(next(iter(pages.values())), 5).size == 0
    assert list(shelves.pack(grams.keys([], sounds()))) == []


@pytest.mark.parametrize("odd", ["", " ", "%", "_%_", "\x00", "😀", "\u202e", "()[]", "'; --", "\ud800"])
def test_what_holds_no_letter_and_no_digit_asks_for_nothing(odd: str) -> None:
    assert letters.words(odd) == []


def test_ten_thousand_characters_are_cut_and_answered_at_once() -> None:
    found = letters.words("zhang" * 2000)
    assert [len(one) for one in found] == [letters.LONGEST]
    assert len(grams.asks(found[0], sounds())) < 30
    assert len(letters.words("天 " * 5000)) == 1
    assert len(letters.words(" ".join(f"词{n}" for n in range(99)))) == letters.MOST_WORDS


def test_width_case_and_marks_do_not_count() -> None:
    assert letters.squash("Ａ－1（甲）·ＬＥＤ") == "a1甲led"
    assert letters.squashed("（甲）ＬＥＤ")[1] == [1, 3, 4, 5]
    assert letters.words("lü铝、天际") == ["lv铝", "天际"]
