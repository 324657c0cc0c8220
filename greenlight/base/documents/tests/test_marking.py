"""The copy of a .docx with comments is the clerk's own file in everything else."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest

from greenlight.base import documents
from greenlight.base.documents.tests.papers import p, with_body, word
from greenlight.base.documents.word.marking import Mark, Marker, marked

MARKER = Marker("林一", datetime(2026, 11, 22, tzinfo=UTC))
WRITTEN = ("word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels")


def draft() -> bytes:
    def write(made: docx.document.Document) -> None:
        told = made.add_paragraph("园区实现产值")
        told.add_run("12").bold = True
        told.add_run("4.2亿元，增长16.33%。")
        made.add_table(1, 2).cell(0, 1).text = "税收1.5亿元"

    return word(write)


def mark(data: bytes, words: str, comment: str = "对不上？", instead: str | None = None) -> Mark:
    start = documents.read(data).text.body.index(words)
    return Mark(start, start + len(words), (comment,), instead)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_words_and_their_look_stay_and_word_shows_the_comments() -> None:
    data = draft()
    out = marked(data, [mark(data, "124.2亿元"), mark(data, "1.5亿元", "第一行\n第二行")], MARKER)
    opened = docx.Document(io.BytesIO(out))
    assert [one.text for one in opened.paragraphs] == ["园区实现产值124.2亿元，增长16.33%。"]
    assert [run.text for run in opened.paragraphs[0].runs if run.bold] == ["12"]
    assert [(one.author, one.text) for one in opened.comments] == [
        ("林一", "对不上？"), ("林一", "第一行\n第二行"),
    ]  # fmt: skip


def test_words_xml_cannot_say_are_left_out_and_the_hour_is_the_clerks() -> None:
    data = draft()
    told = mark(data, "124.2亿元", "对不上\ufffe？\x0b", instead="125\uffff.0亿元")
    out = marked(data, [told], Marker("林\ufffe一", datetime(2026, 11, 22, 12, 41, tzinfo=UTC)))
    (comment,) = docx.Document(io.BytesIO(out)).comments
    assert (comment.author, comment.text) == ("林一", "对不上？")
    assert "125.0亿元" in documents.read(out).text.body
    assert b'w:date="2026-11-22T20:41:00Z"' in parts(out)["word/comments.xml"]


def test_every_other_part_leaves_byte_for_byte() -> None:
    data = draft()
    before, after = parts(data), parts(marked(data, [mark(data, "124.2亿元")], MARKER))
    assert {name for name in after if before.get(name) != after[name]} <= set(WRITTEN)
    assert before.keys() <= after.keys()


def test_a_typed_correction_is_a_tracked_change() -> None:
    data = draft()
    out = marked(data, [mark(data, "124.2亿元", instead="125.0亿元")], MARKER)
    xml = parts(out)["word/document.xml"].decode()
    assert xml.count("<w:delText") == 2
    assert xml.count("<w:ins ") == 1
    assert documents.read(out).text.body.startswith("园区实现产值125.0亿元，增长16.33%。")


def test_comments_that_were_there_stay() -> None:
    def write(made: docx.document.Document) -> None:
        told = made.add_paragraph()
        made.add_comment(told.add_run("税收2亿元"), text="请核实", author="赵二")

    data = word(write)
    opened = docx.Document(io.BytesIO(marked(data, [mark(data, "2亿元")], MARKER)))
    assert [one.text for one in opened.comments] == ["请核实", "对不上？"]
    assert len({one.comment_id for one in opened.comments}) == 2


def test_two_places_in_one_run_each_get_their_own_range() -> None:
    data = with_body(p("甲1亿元，乙2亿元，丙3亿元。"))
    out = marked(data, [mark(data, "1亿元"), mark(data, "2亿元"), mark(data, "3亿元")], MARKER)
    runs = [run.text for run in docx.Document(io.BytesIO(out)).paragraphs[0].runs]
    assert [text for text in runs if text] == ["甲", "1亿元", "，乙", "2亿元", "，丙", "3亿元", "。"]


def test_a_place_in_a_footnote_is_asked_about_where_the_note_hangs() -> None:
    notes = (f'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
             f'<w:footnote w:id="1">{p("含技改2亿元")}</w:footnote></w:footnotes>')  # fmt: skip
    data = with_body(p("投资8亿元", '<w:r><w:footnoteReference w:id="1"/></w:r>'), footnotes=notes)
    out = marked(data, [mark(data, "2亿元", instead="3亿元")], MARKER)
    assert parts(out)["word/footnotes.xml"].decode() == notes
    assert b"commentRangeStart" in parts(out)["word/document.xml"]


def test_a_place_that_is_not_in_the_file_is_refused() -> None:
    with pytest.raises(documents.Unreadable, match="重新核"):
        marked(draft(), [Mark(9000, 9003, ("？",))], MARKER)


def test_comments_are_numbered_past_what_the_file_has_but_never_past_what_word_reads() -> None:
    ids = ("7", "9" * 12, "9" * 5_000)
    starts = "".join(f'<w:bookmarkStart w:id="{one}" w:name="b{n}"/>' for n, one in enumerate(ids))
    data = with_body(p("产值124.2亿元", before=starts))
    out = parts(marked(data, [mark(data, "124.2亿元")], MARKER))
    assert b'<w:commentReference w:id="8"/>' in out["word/document.xml"]
