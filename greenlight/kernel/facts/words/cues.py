"""Cues of targets, of things achieved, and of whole years that are only expected."""

from greenlight.kernel.facts.words.choice import words

# Cues that make what follows a plan until the end of the sentence.
PLANNED = words(
    "力争 确保 有望 拟 目标是 目标为 目标定为 预期目标 主要目标 总目标 奋斗目标 目标任务 发展目标 工作目标 "
    "总体目标 将 要 目标 预期 计划到 规划到 到明年 明年 下一步 下步 下阶段 力求 必须 务必 瞄准 冲刺 奋力 "
    "预测 拟建 拟投资 拟新建 必保 达产后 投产后 建成后 全部建成后 建成达产后 未来 届时 预期目标为 任务为 "
    "计划完成 计划实施 计划安排 计划新建 预算安排 任务是 力保 保底 冲刺目标 不低于全年 争取实现 争取完成 "
    "争取达到 争取全年 争取新增 争取到20 争取年内 争取今年 争取明年 争取使 争取让 争取早日 争取突破 争取再 "
    "争取在 争取净增 争取引进 争取用"
)
# Cues that say it is done, after which a plan word before them does not reach.
ACHIEVED = words(
    "已完成 已实现 已建成 已达 已达到 已有 已累计 已经 实际完成 实际 累计完成 累计实现 完成了 实现了 截至 "
    "截止 目前 至今 到目前 现已 现有 已 年初以来 今年以来"
)
# Nouns before a number that make this one number a target: 年任务75亿元, 年计划投资1800亿元.
TARGET_NOUNS = words(
    "全年预算 年任务 年度任务 全年任务 全年目标 年度目标 年目标 年计划 年度计划 全年计划 目标任务 任务数 "
    "任务数为 目标值 目标数 计划数 年度目标任务 目标任务数 全年目标任务 计划投资 年计划投资 年度计划投资 "
    "计划总投资 计划完成投资 预期目标 目标 任务 任务量 约束性目标 预期值 计划任务 下达任务 年初目标 "
    "预算目标 年初预算 调整预算 年度预算 预算数 原计划 年初计划 年初任务"
)
# Bases that make a share of a plan a rate of completion: 占年计划的18.5%.
PLAN_BASES = words(
    "任务 计划 目标 指标任务 序时 序时进度 任务数 目标数 计划数 预期 目标任务 年计划 年任务 年度目标 "
    "年初预算 调整预算 年度计划 总任务 签约数 预算数 下达数"
)
