"""征迁签约进度表 and 签约日报表 as declared data (headers of ledgers.md §5)."""

from greenlight.base.ledger import Check, Column, GroupWord, Ledger, Said, listed

_FIRM = "企业|厂|商户|单位数|家数|非住宅|非居"
_HOME = "农房|房屋|农户|住户|居民|民房|住宅|户数|村民|家庭|户"
_BLOCKS = listed(
    "地块 片区 区块名称 项目名称 征迁区块 地块名称 征收片区 征收地块 征迁项目 项目 村 村居 "
    "行政村 征迁片区 所在区块"
)
_GROUPS = listed("分组 组别 征迁组 小组 攻坚组 工作小组 责任组 征收小组 工作专班 组 征迁工作组 包干组 专班")


_RATE = "率|比例|占比|%|百分"
_OF_A_DAY = "当日|今日|本日|当天|本周|新增|面积|金额"
_HOUSEHOLD = {
    "total": "总户数 涉及总户数 应签约户数 应签户数 涉及户数 总任务户数 户数 征收户数 应签约 任务数 目标户数",
    "signed": "已签约 已签约户数 签约户数 已签户数 累计签约 已签 累计签约户数 完成签约 签约数 "
    "已签约数 "
    "已完成签约 已完成签约户数",
    "unsigned": "未签约 未签约户数 未签户数 剩余户数 未签 剩余未签约 剩余 尚未签约 未签约数",
    "rate": "签约率 签约比例 签约完成率 签约进度 完成率 签约率% 完成比例",
    "vacated": "已腾空 已交房 腾空户数 交房户数 已交房户数 已腾空户数 腾房 已搬离 搬迁户数 已腾房 腾空 "
    "已搬迁",
    "demolished": "已拆除 拆除户数 已拆除户数 拆除 已拆户数 已拆 拆房户数",
}
_ENTERPRISE = {
    "total": "企业总数 总家数 涉及企业数 企业家数 应签约企业 企业数 涉及企业 应签企业",
    "signed": "企业已签约 已签约企业 已签约家数 企业签约数 签约企业 企业签约 已签企业",
    "unsigned": "企业未签约 未签约企业 未签约家数 剩余企业 未签企业",
    "rate": "企业签约率 企业签约比例 企业签约完成率",
    "vacated": "企业已腾空 已腾空企业 企业腾空 已腾空家数 企业已搬迁",
    "demolished": "企业已拆除 已拆除企业 企业拆除 已拆除家数",
}


def _of(subject: str, noun: str, names: dict[str, str], own: str, never: str) -> tuple[Column, ...]:
    """The columns of one subject of a clearance: in words of its parent header, or in the header itself."""
    no_rate = f"{never}|{_RATE}|{_OF_A_DAY}"
    numbers = (
        ("total", "总数", f"总数|总户|总家|应签|任务|涉及|合计|目标 - {no_rate}|已|未"),
        ("signed", "已签约", f"已签|签约|完成 - {no_rate}|未|应|时间|日期|剩"),
        ("unsigned", "未签约", f"未签|剩余|尚未 - {no_rate}"),
        ("vacated", "已腾空", f"腾空|交房|腾房|搬迁|搬离 - {no_rate}|未"),
        ("demolished", "已拆除", f"拆除|已拆|拆房 - {no_rate}|未"),
    )
    made = [
        Column(
            f"{subject}_{name}", f"{noun}{header}", "integer", listed(names[name]),
            words=(f"{own} & {rule}",), summed=True,
        )
        for name, header, rule in numbers
    ]  # fmt: skip
    rate = Column(
        f"{subject}_signing_rate_pct", f"{noun}签约率", "percent", listed(names["rate"]),
        words=(f"{own} & 签约|完成 & {_RATE}|进度 - {never}|腾空|拆除",), unit="%",
    )  # fmt: skip
    return (*made[:3], rate, *made[3:])


def _checks(subject: str) -> tuple[Check, ...]:
    total, signed = f"{subject}_total", f"{subject}_signed"
    rate = f"{subject}_signing_rate_pct"
    return (
        Check("rate_mismatch", (rate, signed, total)),
        Check("rate_over_100", (signed, total, rate)),
        Check("remaining_mismatch", (f"{subject}_unsigned", total, signed)),
    )


SIGNING_SUMMARY = Ledger(
    name="signing",
    title="征迁签约进度表",
    kind="land_signing_summary",
    lenient=True,
    key="group_name",
    other_keys=("block",),
    same=(("block", "group_name"), ("group_name",), ("block",)),
    nouns=("个",),
    title_words=listed("征迁 签约 征收 拆迁 清零 腾空"),
    skipped_headers=listed("序号 编号 序列 No NO 行号"),
    said=(
        Said(r"总户数(?:共|为|:)?(\d+)户|涉及(?:农户|住户|房屋|群众)?(\d+)户", "household_total"),
        Said(r"已签约户数(?:共|为|:)?(\d+)户|(?<!企业)已(?:完成)?签约(\d+)户", "household_signed"),
        Said(r"企业(?:总数|数|总家数)?(?:共|为|:)?(\d+)家", "enterprise_total"),
        Said(r"已签约(?:企业|家数)?(?:共|为|:)?(\d+)家", "enterprise_signed"),
    ),
    checks=(*_checks("household"), *_checks("enterprise")),
    columns=(
        Column(
            "block",
            "区块",
            "name",
            _BLOCKS,
            words=("区块|地块|片区|村|社区 - 编|面积|状态|类|领导|位置|户|企业|组",),
        ),
        Column(
            "group_name",
            "工作组",
            "name",
            _GROUPS,
            required=True,
            words=("工作组|小组|攻坚组|征迁组|征收组|包干组|责任组|工作专班 - 领导|组长|电话|人",),
        ),
        Column(
            "unit",
            "责任单位",
            "units",
            listed("牵头单位 包干单位 责任部门 包抓单位 负责单位 实施单位 责任乡镇"),
            words=("责任|牵头|包干|负责|实施 & 单位|部门",),
        ),
        Column(
            "sponsor",
            "带队领导",
            "units",
            listed(
                "责任领导 包案领导 牵头领导 组长 联系领导 包干领导 领导 挂帅领导 负责人 领办领导 带组领导"
            ),
            words=("领导 - 电话|小组",),
        ),
        Column(
            "started_on",
            "启动时间",
            "date",
            listed("拆迁开始时间 征迁启动时间 开始时间 启动日期 签约启动时间 开始签约时间"),
            words=("启动|开始 & 时间|日期",),
        ),
        *_of("household", "房屋", _HOUSEHOLD, _HOME, _FIRM),
        *_of("enterprise", "企业", _ENTERPRISE, _FIRM, "房屋|农户|住户|居民|民房|村民"),
        Column(
            "land_area",
            "土地面积",
            "area",
            listed(
                "征地面积 占地面积 征收面积 总征地量 用地面积 涉及土地面积 征收土地面积 土地 面积 征迁面积"
            ),
            words=("土地|征地|征收|占地 & 面积|亩|量 - 已|未|完成|基底|建筑|剩余",),
            unit="亩",
            summed=True,
        ),
        Column(
            "clear_by",
            "清零时限",
            "date",
            listed(
                "完成时限 清零时间 清零日期 计划清零时间 签约清零时限 时限 截止时间 目标时限 "
                "计划完成时间 签约截止时间 完成时间 清零节点"
            ),
            words=(
                "完成|腾空|签约 & 时间|日期|时限|期限 - 启动|开始|率|数",
                "清零|时限|截止|期限 - 率|数",
            ),
        ),
        Column("remark", "备注", "text", listed("说明 其他 存在问题 备注说明")),
    ),
)

SIGNING_DAILY = Ledger(
    name="signing_daily",
    title="签约日报表",
    kind="land_signing_daily",
    lenient=True,
    rows="days",
    key="group_name",
    same=(("date", "group_name"), ("ym", "group_name"), ("group_name",)),
    nouns=("个",),
    title_words=listed("日报 每日 逐日 日进度"),
    groups=(
        GroupWord("subject", "household", listed("农户 房屋 住户 居民 民房 住宅 村民")),
        GroupWord("subject", "enterprise", listed("企业 厂房 工业 商户 非住宅")),
    ),
    whole_sheet=("subject",),
    said=(
        Said(
            r"已签约户数(?:共|为|:)?(\d+)户|(?<!企业)已(?:完成)?签约(\d+)户",
            "signed",
            ("subject", "household"),
        ),
        Said(r"已签约(?:企业|家数)?(?:共|为|:)?(\d+)家", "signed", ("subject", "enterprise")),
    ),
    checks=(Check("total_mismatch:line", ("line_total", "signed")),),
    columns=(
        Column(
            "ym",
            "年月",
            "month",
            listed("月份 年份月份 统计月份 月 年/月 月度 所属月份"),
            kept=False,
            carried=True,
        ),
        Column(
            "group_name",
            "分类",
            "name",
            (*_GROUPS, *listed("工作组 类别 组名 单位 片区 区块 村 地块 名称 责任单位")),
            required=True,
            words=("工作组|小组|攻坚组|征迁组|征收组|包干组|责任组|工作专班 - 领导|组长|电话|人",),
        ),
        Column("subject", "对象", "choice", listed("征迁对象 签约对象 户/企"), choices=()),
        Column("date", "日期", "date", listed("签约日期 统计日期 填报日期 时间 上报日期 签约时间")),
        Column(
            "signed",
            "当日签约",
            "integer",
            listed("当日签约户数 签约户数 当日签约数 当天签约 签约数 今日签约 当日签约家数 本日签约"),
            by_month="day",
            summed=True,
        ),
        Column(
            "line_total",
            "小计",
            "integer",
            listed("合计 月小计 本月合计 月合计 本月小计 总计 月累计 累计 当月合计"),
            kept=False,
            summed=True,
            words=("小计|合计|总计",),
        ),
    ),
)
