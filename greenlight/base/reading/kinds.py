"""Other ledgers of a zone, by the headers only they have: told by name, never misread."""

from collections.abc import Iterable

from greenlight.base.ledger import listed
from greenlight.base.reading.terms import header_key, term

OTHERS = {
    "招商引资项目台账": listed(
        "投资方 投资方名称 客商 来源地 投资方注册地 协议总投资 协议投资 项目状态 洽谈进度 "
        "首次接洽 签约时间 引资单位 招引单位 首谈单位 跟踪人 到位资金 亩均税收 预计税收 "
        "预计产值 拟投资额 项目来源 入库时间"
    ),
    "企业问题清单": listed(
        "受理日期 受理单号 问题诉求 问题描述 反映问题 交办时间 交办单位 主办部门 协办部门 "
        "承办单位 办理时限 办理情况 是否办结 办结时间 满意度 回访情况 是否销号 问题类型"
    ),
    "征迁签约进度表": listed(
        "总户数 已签约 未签约 签约率 已腾空 已拆除 工作组 区块 征迁 清零时限 户主 分类 年月 交房 腾房"
    ),
    "低效用地处置台账": listed(
        "地块编码 宗地代码 占地面积 上年度亩均税收 上上年度亩均税收 低效类型 处置方式 "
        "处置面积 剩余面积 经营状态 包案领导 当前状态 盘活面积"
    ),
    "规上企业月度指标表": listed(
        "工业总产值 工业增加值 营业收入 实缴税收 应交税金 去年同期 同比 利润总额 用电量 "
        "综合能耗 从业人员 行业代码"
    ),
    "小升规培育库": listed(
        "培育类型 全年预计 差额 预计上规时间 从业人数 科技型中小企业 培育责任单位 "
        "上年度营业收入 营业收入 入库批次"
    ),
    "隐患排查整改台账": listed(
        "隐患编号 检查日期 排查时间 受检单位 检查单位 排查人 隐患来源 隐患部位 隐患描述 "
        "隐患类别 隐患等级 整改措施 整改期限 整改完成日期 整改责任人 复查人"
    ),
}


def other_ledger(headers: Iterable[str], own: int) -> str | None:
    """Return the title of the other ledger these headers are of; `own` is our count of sure ones."""
    keys = {header_key(term(text).base) for text in headers if 0 < len(text) <= 40}
    counts = {
        title: sum(any(word in key for key in keys) for word in words) for title, words in OTHERS.items()
    }
    title = max(counts, key=lambda one: counts[one])
    return title if counts[title] >= 3 and counts[title] > own else None
