"""Files as they really come: other encodings, web pages, and what is no report at all."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from greenlight.base import documents
from greenlight.base.documents.tests.papers import W, p, with_body

WORDS = "2023年，园区实现工业总产值124.2亿元。\n同比增长16.33%。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_in_the_encoding_it_has(encoding: str) -> None:
    assert documents.read(WORDS.encode(encoding), "稿.txt").text.body == WORDS


def test_offsets_of_a_text_are_those_of_the_file() -> None:
    assert documents.read(b"a\r\nb\x0cc\n", "x.txt").text.body == "a\nb c\n"


def test_pasted_text_keeps_its_place_and_loses_what_a_database_refuses() -> None:
    assert documents.pasted("产值\x00\ud8003亿元").text.body == "产值 �3亿元"


def test_a_web_page_gives_its_text_and_tables_and_runs_nothing() -> None:
    page = """<!DOCTYPE html><html><head><title>x</title><script>9亿元</script></head><body><h2>一、总体</h2>
    <p>产值<b>12</b>4亿元<br>税收<!-- 8 -->1亿元</p><table><tr><th rowspan=2>甲</th><td>1</td></tr><tr>
    <td>2</td></tr>
    </table><iframe src="http://example.invalid/"></iframe></body></html>"""
    text = documents.read(page.encode(), "稿.html").text
    assert text.body == "一、总体\n产值124亿元\n税收1亿元\n甲\t1\n\t2\n"
    assert [(text.body[a:b], level) for a, b, level in text.headings] == [("一、总体", 2)]
    assert text.tables[0].rows[1][0] is None


def test_a_page_in_gbk_is_read_as_it_says() -> None:
    page = '<html><meta charset="gb2312"><body><p>产值3亿元</p></body></html>'
    assert documents.read(page.encode("gb18030"), "稿.htm").text.body == "产值3亿元\n"


def test_an_old_site_that_places_its_parts_by_tables_is_read_whole() -> None:
    page = """<table><tr><td><table><tr><td>首页</td><td>公开</td></tr></table></td></tr><tr><td>
    <p>产值12亿元</p>没有包段的税收3亿元<br>人口61万人
    <table border=1><tr><th>指标<th>数<tr><td>轻工业<td>120.1</tr>
    <tr><td>合计<td>120.1</tr></table><p>表后2亿元</p></td></tr></table>"""
    text = documents.read(f"<html><body>{page}</body></html>".encode(), "稿.html").text
    assert text.body == (
        "首页\n公开\n产值12亿元\n没有包段的税收3亿元\n人口61万人\n指标\t数\n轻工业\t120.1\n合计\t120.1\n表后2亿元\n"
    )
    assert len(text.tables) == 1


def test_columns_of_paragraphs_are_no_table() -> None:
    side = f"<tr><td>栏目</td><td><p>{'产值平稳。' * 30}</p><p>{'税收平稳。' * 30}</p></td></tr>"
    assert documents.read(f"<table>{side * 2}</table>".encode(), "稿.html").text.tables == ()


def test_a_page_saved_as_utf8_is_read_so_whatever_it_says() -> None:
    page = '<html><meta charset="gb2312"><body><p>产值3亿元</p></body></html>'
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert documents.read(page.encode(encoding), "稿.htm").text.body == "产值3亿元\n"


def test_the_frame_of_a_page_is_left_out_and_told() -> None:
    page = """<div class="top-nav"><a>首页</a> <a>3项服务</a></div><p>您现在的位置：首页&gt;统计数据</p>
    <h1>1—11月经济运行</h1><div>发布时间：2025-12-18 浏览次数：1328次</div><p>产值3亿元。</p>
    <div id="footer">主办：办公室 您是第2356112位访客</div><p>浙ICP备05012345号 标识码3308240001</p>"""
    found = documents.read(page.encode(), "网页.html")
    assert found.text.body == "1—11月经济运行\n产值3亿元。\n"
    assert found.notes == ("网页的栏目、页脚、浏览次数没有核。",)


def test_an_article_in_a_part_with_the_name_of_a_frame_stays() -> None:
    page = '<div class="bottom"><p>全年浏览次数：1328次，增长3%。</p><div class="menu">产值3亿元</div></div>'
    assert documents.read(page.encode(), "网页.html").text.body == "全年浏览次数：1328次，增长3%。\n"
    rows = "<tr><td>产值</td><td>3亿元</td></tr>" * 2
    found = documents.read(f'<div class="bottom"><table>{rows}</table></div>'.encode(), "网页.html")
    assert found.text.body.count("3亿元") == 2


def test_parts_named_like_frames_take_no_time() -> None:
    page = "<div class=nav>" * 200 + "产值3亿元。" * 100_000
    assert len(documents.read(page.encode(), "网页.html").text.body) > 100_000


def test_what_a_page_hides_is_left_out_and_told() -> None:
    found = documents.read('<p>产值3亿元</p><p style="Display : none">税收9亿元</p>'.encode(), "稿.html")
    assert (found.text.body, found.notes) == ("产值3亿元\n", ("网页里有隐藏的内容，没有核。",))


def test_tags_open_some_hundreds_deep_lose_no_text() -> None:
    page = "<html><body>" + "<font>" * 400 + "<p>产值3亿元</p>"
    assert documents.read(page.encode(), "深.html").text.body == "产值3亿元\n"


def test_a_table_of_millions_of_cells_is_not_laid_out() -> None:
    page = "<table><tr><td>a<td>b</tr><tr>" + "<td colspan=100>1" * 6_000
    with pytest.raises(documents.Unreadable, match="50 万格"):
        documents.read(page.encode(), "宽.html")


def test_depth_and_a_million_open_tags_end_in_time() -> None:
    began = time.monotonic()
    with pytest.raises(documents.Unreadable, match="套得太深"):
        documents.read(b"<div>" * 100_000 + "产值3亿元".encode(), "深.html")
    assert documents.read(b"<p>" * 100_000 + "产值3亿元".encode(), "宽.html").text.body == "产值3亿元\n"
    assert time.monotonic() - began < 5


REFUSED = {
    "empty": (b"", "是空的"),
    "blank": (b" \n\t\n", "没有文字"),
    "old word": (OLE + "WordDocument".encode("utf-16-le"), "另存为 .docx"),
    "locked word": (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "old workbook": (OLE + "Workbook".encode("utf-16-le"), "是Excel 表格"),
    "old slides": (OLE + "PowerPoint Document".encode("utf-16-le"), "是演示文稿"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "是图片"),
    "rich text": (b"{\\rtf1 x}", "RTF"),
    "program": (b"MZ\x90\x00" + b"\0" * 64, "是程序"),
    "zeros": (b"\0" * 4096, "其他类型"),
    "noise": (bytes(range(1, 32)) * 40, "其他类型"),
    "no encoding": (b"\xff\x41\xfe\x81" * 50, "编码"),
    "torn zip": (b"PK\x03\x04" + b"\0" * 40, "坏了"),
    "saved page": (b"MIME-Version: 1.0\nContent-Type: multipart/related", ".mht"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_report_is_refused_in_a_sentence_with_a_way_out(case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(documents.Unreadable, match=words) as refused:
        documents.read(data, "稿.docx")
    assert str(refused.value).startswith("“稿.docx”")
    assert str(refused.value).endswith("。")


def test_a_workbook_and_an_archive_are_told_apart() -> None:
    for name, words in (("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "演示文稿")):
        with pytest.raises(documents.Unreadable, match=words):
            documents.read(zipped({"[Content_Types].xml": "<Types/>", name: "<x/>"}), "x.docx")
    with pytest.raises(documents.Unreadable, match="OFD 版式文件"):
        documents.read(zipped({"OFD.xml": "<ofd/>"}), "通知.ofd")
    with pytest.raises(documents.Unreadable, match="OpenDocument"):
        documents.read(zipped({"mimetype": "x", "content.xml": "<x/>"}), "x.odt")
    with pytest.raises(documents.Unreadable, match="压缩包"):
        documents.read(zipped({"a.txt": "x"}), "x.docx")


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


def test_entities_are_refused_before_anything_grows() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = zipped({
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'{bomb}<w:document xmlns:w="{W}"><w:body>{p("&b;")}</w:body></w:document>',
    })  # fmt: skip
    with pytest.raises(documents.Unreadable, match="实体"):
        documents.read(data, "x.docx")


def test_a_zip_bomb_is_not_unpacked() -> None:
    data = with_body(p("x" * (60 * 2**20)))
    assert len(data) < 2**20
    began = time.monotonic()
    with pytest.raises(documents.Unreadable, match="没有打开"):
        documents.read(data, "x.docx")
    assert time.monotonic() - began < 2


def test_a_file_of_two_hundred_megabytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as sparse:
        sparse.truncate(200 * 2**20)
    with pytest.raises(documents.Unreadable, match=r"“大\.pdf”有 200 MB"):
        documents.read_path(path)


def test_a_text_that_never_ends_is_refused() -> None:
    with pytest.raises(documents.Unreadable, match="300 万字"):
        documents.read("产值3亿元。".encode() * 500_000, "长.txt")


def test_the_same_file_gives_the_same_text() -> None:
    data = with_body(p("产值3亿元"))
    assert documents.read(data, "a.docx") == documents.read(data, "a.docx")
