"""The Chinese sentence of each kind of problem: the place, what is wrong, the way out."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from greenlight.base.reading.result import Problem

# {raw} is what the cell shows, {detail} what the check found, {header} the column's header.
SENTENCES = {
    "project_code_invalid": "项目代码“{raw}”不合规，应为24位，如 2206-330881-04-01-714870；请核对赋码文件。",
    "parcel_code_invalid": "地块编码“{raw}”不合规，应为19位，如 330881002003GB00105。",
    "uscc_invalid": "统一社会信用代码“{raw}”不合规（{detail}），应为18位，如 91350100M000100Y43。",
    "uscc_as_number": "信用代码按数值保存，末几位已丢失；请把单元格设为文本后重新填写18位代码。",
    "unit_suspect": "“{raw}”与其他行相差约一万倍，疑似单位填错；请按本列单位改正，{detail}。",
    "date_invalid": "日期“{raw}”不存在{detail}；请改为如 2023-06-30 或 2023年6月。",
    "number_unreadable": "“{raw}”不能确定是多少；请填一个数字，如 5000 或 0.5亿元。",
    "foreign_currency": "“{raw}”是外币；请折成人民币后填写，如 5000万元。",
    "missing_name": "本行没有填写名称，不知道是哪一个；请补上{header}。",
    "duplicate_row": "本行与第{detail}行重复，只读第{detail}行。",
    "duplicate_conflict": "本行与第{detail}行同名而内容不同，只读第{detail}行；请删去一行或改名。",
    "formula_without_value": "公式“{raw}”没有保存结果；请用 Excel 打开、重算并保存后再导入。",
    "formula_error": "公式“{raw}”算出错误{detail}；请改正公式，或直接填数值。",
    "text_too_long": "内容超过 {detail} 字，未读入；请压缩后填写。",
    "date_ambiguous_decimal": "“{raw}”是数值，分不清1月和10月，已读为{detail}；请写成 2023年1月。",
    "date_unreadable": "“{raw}”读不出日期，已留空；请写成如 2023年6月 或 2023-06-30。",
    "approximate_value": "“{raw}”是约数，已按 {detail} 读；如有准确数请改填。",
    "number_with_text": "“{raw}”数字旁有文字，已只读数字 {detail}；说明请写在备注栏。",
    "unknown_value": "“{raw}”不在“{header}”可填的范围内，已留空；可填{detail}。",
    "uncertain_name": "名称“{raw}”像是暂定名，请核实后改为正式名称。",
    "formula_text": "文字以等号开头，只当文字显示，不会计算；请去掉开头的“=”。",
    "unit_missing": "“{header}”没有写明单位，未读数值；请在表头注明，如（万元），或在导入时选定。",
    "finish_before_start": "“{raw}”早于{detail}；请核对两个日期。",
    "closed_before_received": "办结时间“{raw}”早于{detail}；请核对两个日期。",
    "rectified_before_found": "整改完成“{raw}”早于{detail}；请核对两个日期。",
    "deadline_before_received": "时限“{raw}”早于{detail}；请核对两个日期。",
    "deadline_without_start": "“{raw}”要从交办或发现之日算起，那一天没有填或读不出，时限已留空；请补上日期。",
    "yoy_mismatch": "同比 {raw} 与按本期和同期算出的 {detail}% 不符；请核对。",
    "remaining_mismatch": "“{header}”填 {raw}，按其他列算应为 {detail}；请核对。",
    "disposed_exceeds_area": "处置面积 {raw} 大于占地面积，占地 {detail}；请核对。",
    "expected_below_ytd": "全年预计 {raw} 小于已完成的 {detail}；请核对。",
    "completed_exceeds_total": "{header} {detail}；请核对两个数及其单位。",
    "ytd_decreased": "累计数 {raw} 小于上期累计 {detail}，累计数不应减少；请核对。",
    "ytd_sum_mismatch": "累计数 {raw} 不等于上期累计加当月（{detail}）；请核对。",
    "whole_mismatch": "开工以来累计 {raw} 不等于往年累计加今年累计（{detail}）；请核对。",
    "negative_month": "当月数 {raw} 为负；如系冲减请在备注说明，否则请改正。",
    "rate_mismatch": "完成率 {raw} 与按完成数和计划数算出的 {detail}% 不符；请核对。",
    "rate_over_100": "比例“{raw}”超过100%；请核对。",
    "status_contradiction": "填“{raw}”，但{detail}；请核对。",
    "total_mismatch": "合计数 {raw} 不等于各行之和 {detail}；请核对合计行或漏填的行。",
    "count_mismatch": "写明 {raw} 个，实际读到 {detail} 个；请核对。",
    "header_total_mismatch": "表头文字所写“{raw}”与各行之和 {detail} 不符；请核对。",
    "colour_only_status": "“{header}”只用颜色表示，颜色不读入；请改填文字，如 绿灯。",
    "hidden_row": "第{detail}行被隐藏，已照常读入；不应上报的请删除该行。",
    "hidden_column": "“{header}”列被隐藏，已照常读入；不应上报的请删除该列。",
    "date_imprecise": "“{raw}”是一段时间，已按最后一天 {detail} 读。",
    "date_without_year": "“{raw}”没有年份，已按本表年份 {detail} 读。",
    "date_as_serial": "“{raw}”是日期序号，已读为 {detail}。",
    "date_short_year": "“{raw}”年份只有两位，已读为 {detail}。",
    "fullwidth_digits": "“{raw}”是全角数字，已按 {detail} 读。",
    "text_number": "“{raw}”是文本数字，已按 {detail} 读。",
    "unit_in_cell": "“{raw}”自带单位，已折算为 {detail}。",
    "ditto_mark": "“{raw}”已读为上一行的“{detail}”。",
    "code_normalised": "代码已整理为 {detail}。",
    "rows_cut": "{detail}",
}


def sentence_for(problem: "Problem") -> str:
    """Build the sentence of a problem, led by its sheet and cell."""
    text = SENTENCES.get(problem.kind, "“{raw}”需要核对：{detail}").format(
        raw=shown(problem.raw), detail=problem.detail, header=problem.header
    )
    return f"{place(problem)}：{text}"


def place(problem: "Problem") -> str:
    """Name the place: 「重点项目」F9, 「重点项目」第9行 or only the sheet."""
    if problem.cell:
        return f"「{problem.sheet}」{problem.cell}"
    row = f"第{problem.row}行" if problem.row else ""
    return f"「{problem.sheet}」{row}"


def shown(raw: Any) -> str:
    """Show a cell's content in a sentence: whole numbers without .0, long texts cut at 40."""
    text = "" if raw is None else str(raw)
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 10**15:
        text = str(int(raw))
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
