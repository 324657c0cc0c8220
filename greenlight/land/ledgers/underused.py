"""低效用地处置台账 as declared data (headers of ledgers.md §4)."""

from greenlight.base.ledger import Check, Column, Ledger, Said, listed

_TAX = "亩均|每亩|亩产 & 税"
_BEFORE = "上上|前年|前一"

UNDERUSED = Ledger(
    name="underused_land",
    title="低效用地处置台账",
    kind="underused_land",
    lenient=True,
    key="enterprise_name",
    same=(("parcel_code",), ("enterprise_name", "location", "land_area"), ("enterprise_name",)),
    nouns=("宗", "个", "家"),
    title_words=listed("低效 闲置 盘活 用地处置 土地处置 存量用地 腾笼换鸟"),
    said=(
        Said(r"(?:地块|用地|土地|共|总计|合计)(?:有|计)?(\d+)宗|(\d+)宗(?:低效|闲置|土地|地块|用地)"),
        Said(r"(?:总面积|占地面积|占地|面积)(?:共|约|为|:)?([\d.]+)亩", "land_area"),
        Said(
            r"(?:已处置|已盘活|处置面积|盘活面积|完成处置|完成盘活)(?:土地|面积)?(?:共|约|为|:)?([\d.]+)亩",
            "disposed_area",
        ),
    ),
    checks=(
        Check("disposed_exceeds_area", ("disposed_area", "land_area")),
        Check("remaining_mismatch", ("remaining_area", "land_area", "disposed_area")),
        Check("finish_before_start", ("planned_finish", "planned_start")),
    ),
    columns=(
        Column(
            "enterprise_name",
            "企业名称",
            "name",
            listed(
                "企业 土地使用权人 用地单位 单位名称 使用权人 权利人 土地权利人 用地企业 "
                "公司名称 用地主体 宗地权利人 企业全称 用地企业名称"
            ),
            required=True,
            width=26,
            words=(
                "企业|公司|权利人|使用权人|用地单位|"
                "用地主体 - 状态|信用|规上|数|时间|责任|类|经营|生产|情况|亩均",
            ),
        ),
        Column(
            "uscc",
            "统一社会信用代码",
            "uscc",
            listed("信用代码 社会信用代码 社会统一信用代码 统一代码 企业信用代码 统一信用代码"),
            width=20,
            words=("信用代码|机构代码|统一代码",),
        ),
        Column(
            "parcel_code",
            "地块编码",
            "parcel_code",
            listed(
                "宗地代码 地块编号 宗地编号 不动产单元号 宗地号 地块代码 宗地编码 地籍号 "
                "土地编号 不动产单元代码"
            ),
            words=("宗地|地块|不动产单元|地籍 & 编码|编号|代码|号",),
            width=22,
        ),
        Column(
            "location",
            "坐落",
            "text",
            listed(
                "土地坐落 位置 地块位置 地址 所在区块 地点 土地位置 宗地位置 用地位置 "
                "所在位置 所属片区 所属区域 坐落位置"
            ),
            words=("坐落|位置 - 编",),
        ),
        Column(
            "land_area",
            "占地面积",
            "area",
            listed(
                "用地面积 土地面积 宗地面积 面积 出让面积 总面积 地块面积 总用地面积 "
                "低效用地面积 低效面积 证载面积"
            ),
            words=("占地|用地|土地|宗地|地块|出让 & 面积 - 处置|盘活|剩余|建筑|未|已|闲置厂房|厂房",),
            unit="亩",
            summed=True,
        ),
        Column(
            "tax_per_mu",
            "上年度亩均税收",
            "money",
            listed("上年亩均税收 亩均税收 去年亩均税收 上年度亩均税 亩均税收（上年度） 近一年亩均税收"),
            words=(f"{_TAX} - {_BEFORE}|预计|目标|前年",),
            unit="万元",
            per_mu=True,
        ),
        Column(
            "tax_per_mu_prev",
            "上上年度亩均税收",
            "money",
            listed("前年亩均税收 上上年亩均税收 前年度亩均税收 亩均税收（上上年度） 前一年度亩均税收"),
            words=(f"{_TAX} & {_BEFORE}",),
            unit="万元",
            per_mu=True,
        ),
        Column(
            "operating_state",
            "经营状态",
            "name",
            listed(
                "企业状态 经营情况 生产状态 企业经营状态 生产经营状态 生产情况 经营现状 "
                "企业现状 企业生产状态 生产经营情况"
            ),
            words=(
                "企业 & 状态|状况|现状",
                "经营|生产 & 状态|情况|状况|现状",
            ),
        ),
        Column(
            "land_state",
            "低效类型",
            "name",
            listed(
                "土地状态 用地状态 低效用地类型 用地类型 类型 土地利用状态 低效情形 闲置类型 "
                "用地现状 认定类型 认定情形 土地现状"
            ),
            words=(
                "用地|土地|地块 & 状况|状态|类型|现状 - 企业",
                "低效|闲置|认定 & 类型|类别|情形|原因",
            ),
        ),
        Column(
            "mode",
            "处置方式",
            "units",
            listed(
                "盘活方式 处置措施 处置类型 盘活措施 拟处置方式 整治方式 处置途径 盘活路径 "
                "计划处置方式 盘活途径 拟盘活方式 改造方式"
            ),
            words=("处置|盘活|整治 & 方式|措施|途径|路径",),
        ),
        Column(
            "disposed_area",
            "处置面积",
            "area",
            listed("盘活面积 已处置面积 已盘活面积 完成处置面积 已完成面积 处置完成面积 已盘活土地面积"),
            words=("处置|盘活|完成 & 面积 - 剩余|未|计划|拟|待",),
            unit="亩",
            summed=True,
        ),
        Column(
            "remaining_area",
            "剩余面积",
            "area",
            listed("未处置面积 剩余未处置面积 待处置面积 未盘活面积 剩余未盘活面积 待盘活面积 尚余面积"),
            words=("剩余|未处置|未盘活|待处置|待盘活|尚余 & 面积",),
            unit="亩",
            summed=True,
        ),
        Column(
            "state",
            "当前状态",
            "name",
            listed(
                "进展 处置进展 进展情况 处置状态 当前进展 目前进展 处置进度 推进情况 目前状态 "
                "进度 盘活进展 工作进展 状态 目前进展情况"
            ),
            words=("处置|盘活|当前|目前|推进 & 进展|状态|进度|情况 - 面积|方式",),
            width=20,
        ),
        Column(
            "planned_start",
            "计划开始时间",
            "date",
            listed("开始时间 启动时间 计划启动时间 处置开始时间 开始日期 拟启动时间"),
            words=("开始|启动 & 时间|日期|年月",),
        ),
        Column(
            "planned_finish",
            "计划完成时间",
            "date",
            listed(
                "完成时间 完成时限 计划处置时间 处置时限 计划完成日期 完成日期 预计完成时间 "
                "计划盘活时间 目标完成时间 处置完成时限 盘活时限 拟完成时间 销号时限"
            ),
            words=(
                "完成|处置|盘活|销号 & 时限|期限|限期",
                "完成|处置|盘活|销号 & 时间|日期|时限 - 开始|启动|面积|实际",
            ),
        ),
        Column(
            "sponsor",
            "包案领导",
            "units",
            listed("责任领导 联系领导 挂包领导 牵头领导 包联领导 领导 挂联领导 包抓领导 分管领导"),
            words=("领导 - 电话|批示",),
        ),
        Column(
            "unit",
            "责任单位",
            "units",
            listed(
                "牵头单位 责任部门 实施单位 计划实施单位 主管单位 牵头部门 处置责任单位 属地责任单位 责任主体"
            ),
            words=("责任|牵头|实施|主管 & 单位|部门 - 配合",),
        ),
        Column(
            "remark",
            "备注",
            "text",
            listed("说明 其他 备注说明 问题描述 问题详细描述 存在问题"),
            width=16,
            words=("备注",),
        ),
    ),
)
