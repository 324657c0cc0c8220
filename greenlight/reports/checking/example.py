"""A small report of an invented zone to try 核数 with: some of its numbers do not agree."""

from __future__ import annotations

import io

NAME = "示例园区2023年工作总结.docx"
TITLE = "示例园区2023年工作总结和2024年工作计划"
# (level of the heading or 0, words); the numbers and the zone are invented
PARTS: tuple[tuple[int, str], ...] = (
    (1, "一、总体情况"),
    (0, "1—11月，园区规上企业86家，实现规上工业总产值186.4亿元，同比增长11.2%；完成固定资产投资42.7亿元，"
        "其中工业投资26.3亿元、基础设施投资15.62亿元。实缴税收6.85亿元，同比增长9.4%。"
        "预计全年实现规上工业总产值205亿元，税收7.5亿元。"),
    (1, "二、产业发展"),
    (0, "装备制造产业产值72.6亿元，增长13.1%；食品医药产业产值58.3亿元，增长8.7%。"
        "装备制造产业产值占规上工业总产值的38.9%。全年新增规上企业9家，净增高新技术企业12家。"),
    (1, "三、招商引资"),
    (0, "全年招引项目12个，总投资额48.6亿元，其中：机械类项目5个21.3亿元，食品类项目4个15.2亿元，"
        "新材料类项目3个13.1亿元。正在洽谈项目8个，总投资约30亿元。"),
    (1, "四、项目建设"),
    (0, "全年推进重点项目23个，完成投资31.5亿元，占年度计划36亿元的87.5%。"
        "1—11月完成基础设施投资15.26亿元，建成标准厂房12万平方米。"),
    (1, "五、2024年主要目标"),
    (0, "力争规上工业总产值达到230亿元，增长12%以上；招引项目15个，总投资60亿元以上；税收突破8亿元。"),
)  # fmt: skip
TABLE = (
    ("片区", "规上企业（家）", "工业总产值（亿元）"),
    ("东片区", "41", "98.2"), ("西片区", "27", "52.6"), ("南片区", "18", "35.6"), ("合计", "86", "186.4"),
)  # fmt: skip


def document() -> bytes:
    """Return the report as a .docx."""
    import docx

    made = docx.Document()
    made.add_heading(TITLE, 0)
    for level, words in PARTS:
        (made.add_heading(words, level) if level else made.add_paragraph(words))
    made.add_paragraph("附表：各片区规上工业情况")
    table = made.add_table(len(TABLE), len(TABLE[0]), style="Table Grid")
    for row, told in zip(table.rows, TABLE, strict=True):
        for cell, words in zip(row.cells, told, strict=True):
            cell.text = words
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
