"""隐患排查整改台账 as declared data (headers of ledgers.md §8)."""

from greenlight.base.ledger import Check, Choice, Column, Ledger, Said, listed
from greenlight.tickets.ledgers.closing import CLOSED, NUMBERED

LEVELS = (
    Choice("general", "一般隐患", listed("一般 一般事故隐患 一般级 三级 四级 一般问题 普通 一般性隐患")),
    Choice("major", "重大隐患", listed("重大 重大事故隐患 重大级 一级 重大问题 特别重大")),
)

HAZARDS = Ledger(
    name="hazards",
    title="隐患排查整改台账",
    kind="hazard_rectification",
    lenient=True,
    key="enterprise_name",
    same=(
        ("hazard_no",),
        ("enterprise_name", "description", "found_on", "place"),
        ("enterprise_name", "description", "found_on"),
    ),
    nouns=("个", "处", "条"),
    title_words=listed("隐患 安全检查 安全生产 排查整改 整改台账"),
    skipped_headers=NUMBERED,
    said=(
        Said(
            r"隐患(?:总数|数)?(?:共|共计|为|:)?(\d+)(?:处|个|条|项)|共(?:排查|发现|检查出)?(?:隐患)?(\d+)(?:处|个|条|项)"
        ),
        Said(r"(?:已整改|完成整改|整改完成|已销号)(?:隐患)?(?:共|为|:)?(\d+)(?:处|个|条|项)", "closed"),
    ),
    checks=(
        Check("rectified_before_found", ("rectified_on", "found_on")),
        Check("deadline_before_received", ("deadline", "found_on")),
        Check("status_contradiction:closed", ("closed", "rectified_on")),
    ),
    columns=(
        Column(
            "hazard_no",
            "隐患编号",
            "name",
            listed("编号 问题编号 隐患编码 隐患序号 台账编号 流水号 检查编号"),
            words=(
                "序列号|序号",
                "隐患|问题|检查 & 编号|编码|单号",
            ),
        ),
        Column(
            "found_on",
            "检查日期",
            "date",
            listed(
                "排查时间 发现日期 检查时间 排查日期 发现时间 登记日期 隐患发现时间 上报时间 "
                "录入时间 时间 日期 检查时间（日期） 隐患排查时间"
            ),
            words=("检查|排查|发现|登记 & 时间|日期 - 复查|整改|完成|验收",),
        ),
        Column(
            "enterprise_name",
            "受检单位",
            "name",
            listed(
                "企业名称 被检查单位 受检企业 单位名称 企业 被检单位 受检单位名称 隐患单位 "
                "被检查企业 生产经营单位 责任企业 被查单位 隐患企业 生产经营单位名称"
            ),
            words=(
                "企业|单位|公司|场所 & 名|全称 - 检查单|排查单|监管|整改|责任单",
                "受检|被检|被查 & 单位|企业",
            ),
            required=True,
            width=26,
        ),
        Column(
            "inspecting_unit",
            "检查单位",
            "units",
            listed("排查单位 检查部门 检查机构 实施检查单位 组织检查单位 检查组 排查部门 监管单位 检查主体"),
            words=("检查|排查 & 单位|部门|机构 - 受|被|复查",),
        ),
        Column(
            "inspector",
            "排查人",
            "person",
            listed(
                "检查人 发现人 检查人员 排查人员 检查人签名 隐患发现人 上报人 带队人 专家 "
                "检查专家 排查人（签字） 登记人"
            ),
            words=("检查|排查|发现 & 人|员 - 复查|被|受|单位|电话",),
        ),
        Column(
            "source",
            "隐患来源",
            "name",
            listed("来源 检查类型 检查方式 排查方式 隐患发现途径 检查类别 发现方式 检查形式 发现途径"),
            words=(
                "检查|排查|发现 & 来源|途径|方式|类型|形式",
                "来源|途径|检查方式|检查类型|检查形式 - 资金",
            ),
        ),
        Column(
            "place",
            "隐患部位",
            "text",
            listed(
                "隐患位置 位置 场所 部位 隐患地点 隐患场所 存在部位 隐患所在部位 检查部位 "
                "具体位置 地点 隐患所在位置"
            ),
            words=(
                "部位|场所|位置|地点 - 单位|企业|整改",
                "隐患|检查 & 部位|位置|场所|地点",
            ),
        ),
        Column(
            "description",
            "隐患描述",
            "text",
            listed(
                "隐患内容 问题 隐患名称 隐患情况 存在问题 问题描述 存在的隐患 隐患问题 "
                "主要隐患 事故隐患内容 问题隐患 隐患 隐患具体情况 存在隐患 安全隐患"
            ),
            words=(
                "隐患|问题 - 整改|类|级|来源|编|序|方式|单位|"
                "部位|位置|时间|日期|数|人|途径|程度|场所|地点|治理|排查",
                "隐患|问题 & 描述|内容|情况|名称 - 整改|类|级|来源|编号|单位",
            ),
            width=36,
        ),
        Column(
            "hazard_kind",
            "隐患类别",
            "name",
            listed("隐患类型 类别 隐患分类 问题类别 类型 专业类别 领域 隐患所属类别 行业领域"),
            words=(
                "专业|行业 & 类|领域",
                "隐患|问题 & 类",
            ),
        ),
        Column(
            "level",
            "隐患等级",
            "choice",
            listed("隐患级别 等级 级别 隐患程度 分级 重大/一般 隐患性质 风险等级"),
            words=(
                "等级|级别|分级 - 说明|单位|企业",
                "隐患|问题 & 等级|级别|程度|分级 - 说明",
            ),
            choices=LEVELS,
        ),
        Column(
            "fund",
            "整改资金",
            "money",
            listed(
                "整改投入 投入资金 整改费用 资金投入 整改经费 资金 落实资金 投入整改资金 治理资金 整改金额"
            ),
            words=("整改|治理|投入 & 资金|费用|经费|投入|金额 - 来源|是否",),
            unit="万元",
            summed=True,
        ),
        Column(
            "responsible",
            "整改责任人",
            "person",
            listed(
                "责任人 整改负责人 企业责任人 整改人 落实责任人 企业整改责任人 负责人 "
                "治理责任人 企业负责人 整改责任人员"
            ),
            words=("整改|治理|落实 & 责任人|负责人 - 电话|部门|单位",),
        ),
        Column(
            "deadline",
            "整改期限",
            "deadline",
            listed(
                "整改时限 限期整改时间 完成时限 整改截止时间 限改日期 整改截止日期 "
                "计划完成时间 期限 要求完成时间 限期 整改要求时间 限期整改日期 治理时限 "
                "要求整改完成日期 整改完成时限 时限"
            ),
            words=("期限|时限|截止|限期|限改 - 逾期|延期", "要求|计划 & 完成|整改 & 时间|日期"),
            counted_from=("found_on",),
        ),
        Column("deadline_workdays", "整改工作日数", "integer", listed("整改天数 整改工作日")),
        Column(
            "rectified_on",
            "整改完成日期",
            "date",
            listed(
                "整改完成时间 完成日期 实际完成日期 整改时间 销号时间 销号日期 "
                "实际整改完成时间 完成时间 整改日期 复查日期 验收日期 闭环时间 治理完成时间 "
                "实际完成时间"
            ),
            words=(
                "整改|治理|销号|闭环|完成 & 时间|日期 - 要求|计划|期限|时限|截止|限|检查|排查",
                "整改|治理|实际 & 完成 & 时间|日期 - 要求|计划|期限|时限|截止",
            ),
        ),
        Column(
            "closed",
            "是否销号",
            "bool",
            listed(
                "是否整改完成 整改情况 整改状态 是否闭环 销号情况 是否完成 是否整改 "
                "整改完成情况 状态 整改进度 销号 复查结果 是否完成整改 复查情况 闭环情况 "
                "整改结果 是否整改到位"
            ),
            words=(
                "整改|闭环|销号 & 状态|到位|与否 - 时间|日期",
                "是否 & 销号|整改|闭环|完成",
                "整改|销号|闭环 & 状态",
            ),
            choices=CLOSED,
        ),
        Column("remark", "备注", "text", listed("说明 其他 备注说明"), words=("备注",)),
    ),
)
