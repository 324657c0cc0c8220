"""A .docx is read as its reader sees it."""

from __future__ import annotations

import docx
import pytest

from greenlight.base import documents
from greenlight.base.documents.tests.papers import W, p, with_body, word

NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""


def body(xml: str, **parts: str) -> str:
    return documents.read(with_body(xml, **parts), "稿.docx").text.body


def listed(level: int) -> str:
    return f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'


def test_a_number_cut_into_runs_is_one_number() -> None:
    assert body(p("产值12", "4.2", "亿元。")) == "产值124.2亿元。\n"


def test_what_was_struck_is_left_out_and_what_was_added_is_kept_with_a_note() -> None:
    xml = p("产值", '<w:del w:id="1"><w:r><w:delText>1.2</w:delText></w:r></w:del>',
            '<w:ins w:id="2"><w:r><w:t>1.3</w:t></w:r></w:ins>', "亿元")  # fmt: skip
    found = documents.read(with_body(xml), "稿.docx")
    assert found.text.body == "产值1.3亿元\n"
    assert "修订" in found.notes[0]


def test_a_paragraph_whose_end_was_struck_runs_on() -> None:
    gone = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    assert body(p("产值", before=gone) + p("3亿元")) == "产值3亿元\n"


def test_comments_fields_and_hidden_words_are_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9亿元</w:t></w:r>"
    field = "<w:r><w:instrText> PAGE 7 </w:instrText></w:r>"
    assert (
        body(p("税收", hidden, field, "<w:r><w:commentReference w:id='0'/></w:r>", "2亿元")) == "税收2亿元\n"
    )


def test_list_numbers_that_word_draws_are_written_out() -> None:
    xml = p("总体", before=listed(0)) + p("5亿元", before=listed(1)) + p("下步", before=listed(0))
    assert (
        body(xml + p("6亿元", before=listed(1)), numbering=NUMBERING)
        == "一、总体\n1. 5亿元\n二、下步\n1. 6亿元\n"
    )


def test_headings_are_told_with_their_level() -> None:
    def write(made: docx.document.Document) -> None:
        made.add_heading("2023年工作总结", 0)
        made.add_heading("一、主要指标", 1)
        made.add_paragraph("产值3亿元。")

    text = documents.read(word(write), "稿.docx").text
    assert [(text.body[a:b], level) for a, b, level in text.headings] == [
        ("2023年工作总结", 1), ("一、主要指标", 2),
    ]  # fmt: skip


def test_a_table_keeps_its_cells_and_says_where_merged_ones_go_on() -> None:
    def write(made: docx.document.Document) -> None:
        table = made.add_table(2, 3)
        for n, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"格{n}"
        table.cell(0, 0).merge(table.cell(1, 0)).text = "合并"
        table.cell(1, 1).merge(table.cell(1, 2)).text = "宽"

    text = documents.read(word(write), "表.docx").text
    cells = [[cell and text.body[slice(*cell)] for cell in row] for row in text.tables[0].rows]
    assert cells == [["合并", "格1", "格2"], [None, "宽", None]]


def test_a_footnote_stands_at_the_end_under_its_name() -> None:
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{p("含技改2亿元")}</w:footnote></w:footnotes>'
    xml = p("投资8亿元", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    assert body(xml, footnotes=notes) == "投资8亿元\n脚注 1　含技改2亿元\n"


def test_a_text_box_is_read_behind_its_paragraph_and_only_once() -> None:
    box = f"<w:txbxContent>{p('框里3亿元')}</w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = (f'<w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice><w:pict>{box}</w:pict></mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>")  # fmt: skip
    found = documents.read(with_body(p("外面", both) + p("后面")), "稿.docx")
    assert found.text.body == "外面\n框里3亿元\n后面\n"
    assert "1 个文本框" in found.notes[0]


def test_every_offset_knows_its_paragraph() -> None:
    found = documents.read(with_body(p("甲") + p("乙乙")), "稿.docx")
    assert [found.where(at) for at in (0, 2, 3)] == ["第 1 段", "第 2 段", "第 2 段"]


@pytest.mark.parametrize("number", [3, 10, 12, 20, 105, 110, 1001])
def test_chinese_counts_are_written_as_they_are_spoken(number: int) -> None:
    from greenlight.base.documents.word.numbering import chinese

    spoken = {3: "三", 10: "十", 12: "十二", 20: "二十", 105: "一百零五", 110: "一百一十", 1001: "一千零一"}
    assert chinese(number) == spoken[number]


LONG = "9" * 5_000


def test_numbers_of_the_file_that_are_no_numbers_break_nothing() -> None:
    style = f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="x"><w:name w:val="x"/><w:pPr>'
    style += f'<w:outlineLvl w:val="{LONG}"/></w:pPr></w:style></w:styles>'
    listed = (
        f'<w:pPr><w:pStyle w:val="x"/><w:numPr><w:ilvl w:val="{LONG}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    )
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{LONG}"/></w:tcPr>{p("1")}</w:tc>'
    numbering = NUMBERING.replace('<w:start w:val="1"/>', f'<w:start w:val="{LONG}"/>')
    table = f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    assert "产值3亿元" in body(p("产值3亿元", before=listed) + table, styles=style, numbering=numbering)


def test_a_table_that_reaches_over_millions_of_columns_is_refused() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="100"/></w:tcPr></w:tc>'
    with pytest.raises(documents.Unreadable, match="50 万格"):
        documents.read(with_body(f"<w:tbl><w:tr>{cell * 6_000}</w:tr></w:tbl>"), "宽.docx")


def test_millions_of_empty_paragraphs_are_refused_before_they_fill_the_memory() -> None:
    with pytest.raises(documents.Unreadable, match="万个标记"):
        documents.read(with_body("<w:p/>" * 2_100_000), "空.docx")
