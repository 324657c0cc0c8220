"""Official papers: the form of GB/T 9704, the same bytes from the same words, nothing a reader chokes on."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from greenlight.base.official import Official
from greenlight.base.official.widths import broken, columns


def written() -> bytes:
    paper = (
        Official("关于加快项目建设的督办单", author="经济发展科").number("江开督〔2026〕1号").to("建设管理科")
    )
    paper.head("一、事项").sub("（一）进度").text("主体结构已晚 30 天。")
    paper.table(["项目", "金额"], [["甲项目", ("12.5", "right")]], widths=[3, 1], unit="万元")
    return paper.signed("江山经济开发区管理委员会", date(2026, 3, 5)).data()


def opened() -> Any:
    return docx.Document(io.BytesIO(written()))


def fonts(text: str) -> tuple[str, float]:
    run = next(one.runs[0] for one in opened().paragraphs if text in one.text)
    name = run._element.rPr.rFonts.get(qn("w:eastAsia"))
    assert run.font.size
    return name, run.font.size.pt


def test_title_headings_and_text_have_the_fonts_and_sizes_of_the_standard() -> None:
    assert fonts("督办单") == ("方正小标宋简体", 22)
    assert fonts("一、事项") == ("黑体", 16)
    assert fonts("（一）进度") == ("楷体_GB2312", 16)
    assert fonts("已晚 30 天") == ("仿宋_GB2312", 16)


def test_the_page_leaves_the_type_area_of_156_by_225_millimetres() -> None:
    section = opened().sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [round(one.mm) for one in sizes if one] == [210, 297, 37, 28]
    wide = section.page_width - section.left_margin - section.right_margin
    high = section.page_height - section.top_margin - section.bottom_margin
    assert (round(wide / 36000), round(high / 36000)) == (156, 225)
    assert "— " in section.footer.paragraphs[0].text


def test_the_date_has_no_leading_zero_and_the_signer_stands_above_it() -> None:
    lines = [one.text.strip() for one in opened().paragraphs]
    assert lines.index("2026年3月5日") == lines.index("江山经济开发区管理委员会") + 1


def test_the_heads_of_a_table_stand_again_on_every_page_and_the_unit_above_it() -> None:
    table = opened().tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[1].cells] == ["甲项目", "12.5"]
    assert any(one.text == "单位：万元" for one in opened().paragraphs)


def test_the_same_words_give_the_same_bytes() -> None:
    assert written() == written()


def test_what_xml_cannot_say_is_left_out() -> None:
    paper = Official("标题\x00\x0b").text("内\x1f容\ufffe")
    text = "".join(one.text for one in docx.Document(io.BytesIO(paper.data())).paragraphs)
    assert text == "标题内容"


def test_words_in_a_cell_are_no_markup_and_keep_their_lines() -> None:
    paper = Official("标题").table(["甲"], [["<w:p/>&\x00"], ["一\n二\t三"]])
    table = docx.Document(io.BytesIO(paper.data())).tables[0]
    assert [row.cells[0].text for row in table.rows] == ["甲", "<w:p/>&", "一\n二\t三"]


def test_columns_are_as_wide_as_said_and_fill_the_line() -> None:
    table = opened().tables[0]
    wide = [one.width.mm for one in table.columns]
    assert [round(one) for one in wide] == [117, 39]
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == [117, 39]


def test_a_long_title_turns_between_words_and_never_in_a_number() -> None:
    title = "江山经济开发区重点项目2022年7月推进情况"
    assert broken(title, 19) == ["江山经济开发区重点项目", "2022年7月推进情况"]
    assert broken("督办单", 19) == ["督办单"]
    assert "".join(broken("很" * 50, 19)) == "很" * 50
    assert broken("A" * 90, 19) == ["A" * 90]


def test_a_date_an_amount_and_a_short_head_keep_their_line() -> None:
    found = columns(["序号", "项目", "日期"], [["128", "很长的名字" * 9, "2022-07-31"]], [5, 146, 5], 10.5, 3)
    assert round(sum(found)) == 156
    assert found[0] > 9
    assert found[2] > 20


def test_a_day_in_a_cell_is_not_cut_at_its_hyphens() -> None:
    table = docx.Document(io.BytesIO(Official("标题").table(["日期"], [["到 2022-07-31 止"]]).data())).tables[
        0
    ]
    assert table.rows[1].cells[0].text == "到 2022-07-31 止"
    assert len(list(table._tbl.iter(qn("w:noBreakHyphen")))) == 2


def test_the_signature_takes_the_last_row_of_a_table_along() -> None:
    paper = Official("标题").table(["甲"], [["一"], ["二"]]).signed("管委会", date(2022, 7, 31))
    rows = docx.Document(io.BytesIO(paper.data())).tables[0].rows
    kept = [row._tr.find(".//" + qn("w:keepNext")) is not None for row in rows]
    assert kept == [True, False, True]


def test_urgency_stands_at_the_upper_left_and_the_number_right_under_the_title() -> None:
    paper = Official("督办单").urgency("特急").number("督〔2026〕3号").to("建设管理科")
    lines = docx.Document(io.BytesIO(paper.data())).paragraphs
    assert [one.text for one in lines] == ["特急", "督办单", "督〔2026〕3号", "", "建设管理科："]
    run: Any = lines[0].runs[0]._element
    name = run.rPr.rFonts.get(qn("w:eastAsia"))
    assert (name, lines[0].alignment) == ("黑体", None)


def test_page_numbers_stand_at_the_right_of_odd_and_the_left_of_even_pages() -> None:
    document = opened()
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    sides = [one._element.pPr.ind.get(qn(f"w:{side}Chars")) for one, side in ((odd, "right"), (even, "left"))]
    assert sides == ["100", "100"]
