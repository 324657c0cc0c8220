"""The digest as an official paper: chapters 一、二、… with their tables, and what each number means."""

from __future__ import annotations

from greenlight.base.official import Cell, Official
from greenlight.reports.digest.parts import Column, Digest, Part, Row, Step, quiet

NUMERALS = "一二三四五六七八九十"


def paper(digest: Digest, step: Step = quiet) -> bytes:
    """Write the digest; the same month gives the same bytes."""
    step("正在写主要指标")
    made = Official(digest.title, author=digest.who)
    made.text(f"{digest.line}。")
    made.head("一、主要指标")
    heads = ["指标", "数值", "单位", "上月末", "口径"]
    rows: list[list[Cell]] = [
        [
            one.figure.label,
            (one.value, "right"),
            one.figure.unit,
            (one.was, "right"),
            one.base or one.figure.definition,
        ]
        for one in digest.figures
    ]
    made.table(heads, rows, widths=[3, 2, 1.4, 2, 6])
    for n, part in enumerate(digest.parts, 1):
        step(f"正在写{part.title}")
        chapter(made, NUMERALS[n], part)
    made.head(f"{NUMERALS[len(digest.parts) + 1]}、指标口径")
    for one in digest.figures:
        made.text(f"{one.figure.label}：{one.figure.definition}。")
    return made.signed(digest.who, digest.until).data()


def chapter(made: Official, numeral: str, part: Part) -> None:
    """Write one chapter with the rows behind what it says."""
    made.head(f"{numeral}、{part.title}")
    made.text(part.said or part.none)
    if part.rows:
        heads = ["序号", *(one.header for one in part.columns)]
        rows = [[(str(n), "center"), *cells(part.columns, row)] for n, row in enumerate(part.rows, 1)]
        made.table(heads, rows, widths=[1, *(one.wide for one in part.columns)])
    if part.more:
        made.text(f"上表只列前 {len(part.rows)} 个，另有 {part.more} 个没有列出。")


def cells(columns: tuple[Column, ...], row: Row) -> list[Cell]:
    """Write a row's values, numbers to the right."""
    return [
        (column.said(value), "right") if column.is_number else column.said(value)
        for column, value in zip(columns, row.values, strict=True)
    ]
