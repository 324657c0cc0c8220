"""Words both ledgers of the closed loop use: whether a matter is closed, and its number."""

from greenlight.base.ledger import Choice, listed

NUMBERED = listed("序号 序列 No NO 行号")  # 编号 is the number of the matter itself
CLOSED = (
    Choice(
        "yes",
        "是",
        listed(
            "办结 已办结 销号 已销号 闭环 已闭环 完成 已完成 已解决 解决 整改完成 已整改 "
            "完成整改 已整改完成 整改到位 结案 已结案 "
            "已答复 是(已销号) 合格 1 已完成整改 整改完毕"
        ),
    ),
    Choice(
        "no",
        "否",
        listed(
            "办理中 在办 整改中 正在整改 推进中 正常推进 未办结 未销号 未完成 未整改 逾期 "
            "临期 未闭环 处理中 待整改 正在办理 "
            "已受理 已交办 已列入计划 2 3 4 阶段性办结 暂未办结 不合格 限期整改 持续推进"
        ),
    ),
)
