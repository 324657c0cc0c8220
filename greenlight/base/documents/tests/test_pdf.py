"""A .pdf with text becomes paragraphs again; anything else is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from greenlight.base import documents
from greenlight.base.documents.pdf.joining import paragraphs

SET = """#set page(width: 200pt, height: 150pt, margin: 20pt, header: [Zone report],
  footer: context counter(page).display())
#set text(size: 10pt)
"""


def line(text: str, left: float = 20.0, right: float = 180.0, height: float = 10.0) -> list[object]:
    return [text, left, right, 0.0, height]


def joined(*pages: list[list[object]]) -> list[str]:
    return ["".join(piece.text for piece in one) for one in paragraphs(pages)]


def test_a_set_page_is_read_without_its_head_and_page_number(tmp_path: Path) -> None:
    from greenlight.base.documents.tests.papers import pdf

    words = "".join(f"Park {n} reached an output of 124.2 and grew by {n}.33 percent. " for n in range(12))
    found = documents.read(pdf(tmp_path, SET + words), "report.pdf")
    assert found.kind == "pdf"
    assert "Zone report" not in found.text.body
    assert found.text.body.count("124.2") == 12
    assert found.text.body == words.strip() + "\n", "one paragraph over several pages"
    assert found.where(0) == "第 1 页"
    assert found.where(len(found.text.body) - 3) != "第 1 页"


def test_no_space_stands_where_only_two_scripts_meet(tmp_path: Path) -> None:
    from greenlight.base.documents.tests.papers import pdf

    set_apart = '#set page(width: 400pt)\n#set text(font: "Noto Sans CJK SC", cjk-latin-spacing: auto)\n'
    words = "2024年，园区规上企业34户，产值124.2亿元；新增 5 家。"
    found = documents.read(pdf(tmp_path, set_apart + words), "report.pdf")
    assert found.text.body == f"{words}\n", "a space that was typed stays"
    table = "#table(columns: (60pt, 60pt, 60pt), stroke: none, [城关镇], [42], [121.3])"
    assert documents.read(pdf(tmp_path, set_apart + table), "report.pdf").text.body == "城关镇 42 121.3\n"


class Told:
    """A page as pdfium tells it: letters with their left and right edges."""

    def __init__(self, *letters: tuple[str, float, float]) -> None:
        self.letters = letters

    def count_chars(self) -> int:
        return len(self.letters)

    def get_charbox(self, at: int, loose: bool = False) -> tuple[float, float, float, float]:
        _, left, right = self.letters[at]
        return (left, 0.0, right, 10.0)


def test_letters_told_behind_their_line_go_where_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    from greenlight.base.documents.pdf import child

    monkeypatch.setattr(child, "made_up", lambda page, at: page.letters[at][0] == " ")
    page = Told(
        ("开", 0, 10), ("展", 10, 20), (" ", 25, 25), ("提", 25, 35), ("质", 35, 45), (" ", 45, 45),
        ("“", 20, 25), (" ", 45, 45), ("”", 45, 50),
    )  # fmt: skip
    told = child.measured(page, "".join(one for one, _, _ in page.letters))
    assert told == [["开展“提质”", 0, 50, 0, 10]]


def test_wrapped_lines_are_joined_and_an_indented_line_begins_anew() -> None:
    page = [
        line("　园区规上企业三十四户，实现工业总产值12", 40.0),
        line("4.2亿元。", right=60.0),
        line("税收1亿元", 40.0),
    ]
    assert joined(page) == ["　园区规上企业三十四户，实现工业总产值124.2亿元。", "税收1亿元"]


def test_a_title_in_large_letters_is_one_line_again() -> None:
    body = [line("园区规上企业三十四户，实现工业总产值十二亿", right=200.0) for _ in range(9)]
    page = [
        line("工业园区2023", right=165.0, height=26.0),
        line("年度工作总结", right=176.0, height=26.0),
        *body,
    ]
    assert joined(page)[0] == "工业园区2023年度工作总结"


def test_a_word_cut_by_a_hyphen_is_whole_again_and_words_keep_their_space() -> None:
    assert joined([line("the indus-"), line("trial output of"), line("the zone")]) == [
        "the industrial output of the zone"
    ]


def test_a_numbered_line_is_a_paragraph_of_its_own() -> None:
    assert joined([line("全年工作总体平稳有序推进"), line("二、产业集聚")]) == [
        "全年工作总体平稳有序推进",
        "二、产业集聚",
    ]


def test_running_heads_go_and_a_line_that_stands_once_stays() -> None:
    pages = [
        [line("工作总结", 80, 120), line(f"正文{n * n}。", right=20 + 60 * n), line(f"第 {n} 页", 90, 110)]
        for n in range(1, 4)
    ]
    assert joined(*pages) == ["正文1。", "正文4。", "正文9。"]


def test_a_scan_is_told_as_one(tmp_path: Path) -> None:
    from greenlight.base.documents.tests.papers import pdf

    with pytest.raises(documents.Unreadable, match="扫描件"):
        documents.read(pdf(tmp_path, "#rect(width: 100pt, height: 50pt)"), "扫描.pdf")


def test_a_broken_file_is_told_as_one() -> None:
    with pytest.raises(documents.Unreadable, match=r"“坏\.pdf”坏了"):
        documents.read(b"%PDF-1.7\nnothing more", "坏.pdf")


def test_a_locked_file_is_told_as_one() -> None:
    with pytest.raises(documents.Unreadable, match="密码"):
        documents.read(locked(), "锁.pdf")


def locked() -> bytes:
    """A small file encrypted with a password nobody knows (ISO 32000-1, 7.6)."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>",
    )
    out, places = b"%PDF-1.5\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (n, one)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table
    out += b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF" % start
    return out


def test_a_numbered_item_whose_lines_hang_under_its_words_is_one_paragraph() -> None:
    plain = [line("全区经济平稳运行，各项工作有序推进，成效明显。") for _ in range(4)]
    item = [
        line("1. 招引项目12个，总投资48.6亿元，食品类15.2", 30.0),
        line("亿元，机械类项目5个，新材料类的项目", 48.0),
    ]
    hung = [*item, line("3个。", 48.0, 60.0), line("新的一段", 30.0, 60.0)]
    whole = "1. 招引项目12个，总投资48.6亿元，食品类15.2亿元，机械类项目5个，新材料类的项目3个。"
    assert joined([*plain, *hung])[-2:] == [whole, "新的一段"]


def test_a_number_torn_from_its_unit_is_whole_again_even_in_a_narrow_box() -> None:
    wide = [line("全区经济平稳运行，各项工作有序推进，成效明显。") for _ in range(4)]
    assert (
        joined([*wide, line("投资 15.26 亿", right=80.0), line("元。", right=40.0)])[-1]
        == "投资 15.26 亿元。"
    )


def test_rows_of_a_table_that_fill_the_width_are_not_joined() -> None:
    words = "全区经济平稳运行成效明显。" * 2
    page = [line(words, 20.0, 280.0) for _ in range(4)]
    rows = ["片区 企业（家） 增速（%）", "东片区 41 12.1", "西片区 27 10.3"]
    assert joined([*page, *(line(row, 20.0, 280.0) for row in rows)])[-3:] == rows


def test_two_columns_are_each_read_to_their_own_edge() -> None:
    words = "全区经济平稳运行各项工作有序推进成效明显"
    page: list[list[object]] = [line("统计公报", 150.0, 250.0)]
    for left in (20.0, 220.0):
        for _ in range(6):
            page += [line(words, left + 20, left + 160), line(words, left, left + 160)]
            page += [line(f"{words[:14]}投资12", left, left + 158), line("3亿元。", left, left + 40)]
    assert joined(page) == ["统计公报", *[f"{words}{words}{words[:14]}投资123亿元。"] * 12]


def test_pages_without_text_are_told(tmp_path: Path) -> None:
    from greenlight.base.documents.tests.papers import pdf

    found = documents.read(
        pdf(tmp_path, "Output of the zone 124.2 wan in 2023\n#pagebreak()\n#rect()"), "x.pdf"
    )
    assert "有 1 页没有文字" in found.notes[1]
