"""Totals and worked-out columns of tables."""

from greenlight.kernel.facts import Table, Text, conflicts, read
from greenlight.kernel.tests.facts.relations.asking_of import asked, rules

LAND = (
    "用途\t面积（亩）\t占比（%）\n工业\t{}\t52.5\n公共服务\t1386\t24.1\n"
    "住宅\t927\t{}\n商服\t414\t7.2\n合计\t5742\t100.0\n"
)


def test_a_table_that_adds_up_is_left_alone() -> None:
    assert asked(LAND.format("3015", "16.1")) == []


def test_rows_that_do_not_make_the_total_are_asked_about() -> None:
    assert ("total", "3105 + 1386 + 927 + 414 = 5832") in asked(LAND.format("3105", "16.1"))


def test_a_share_out_of_line_with_its_column_is_asked_about() -> None:
    assert asked(LAND.format("3015", "11.6")) == [("table_ratio", "927 ÷ 5742 = 16.1%")]


def test_rows_introduced_by_of_which_are_not_added() -> None:
    text = "行业\t产值\n工业\t50\n其中：轻工\t20\n农业\t30\n合计\t80\n"
    assert asked(text) == []


def test_subtotals_are_not_added_to_their_rows() -> None:
    assert asked("单位\t税收\n甲镇\t10\n乙镇\t20\n镇小计\t30\n丙街道\t5\n街道小计\t5\n合计\t35\n") == []


def test_a_table_of_a_document_is_read_by_its_cells() -> None:
    body = "乡镇 投资\n甲镇 12.5\n乙镇 20.1\n合计 36.2\n"
    rows, at = [], 0
    for line in body.splitlines(keepends=True):
        name, _, number = line.rstrip("\n").partition(" ")
        start = at + len(name) + 1
        rows.append(((at, at + len(name)), (start, start + len(number))))
        at += len(line)
    text = Text(body=body, tables=(Table(rows=tuple(rows)),))
    assert "total" in {conflict.rule for conflict in conflicts(read(text), text)}
    assert rules(body.replace("36.2", "32.6")) == set()
