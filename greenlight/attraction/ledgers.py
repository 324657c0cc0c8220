"""招商引资项目台账: the ledger of investment attraction, as declared data (headers of ledgers.md §2)."""

from greenlight.base.ledger import Check, Choice, Column, GroupWord, Ledger, Said, listed

STAGES = (
    Choice(
        "lead", "线索", listed("接洽中 接洽 初步接洽 线索 意向 信息研判 储备 谋划 首次接洽 项目线索 获取信息")
    ),
    Choice(
        "negotiating",
        "在谈",
        listed(
            "洽谈 跟踪洽谈 洽谈中 在谈 在谈项目 考察洽谈 已本地考察 签约前谈判 意向达成 对接 "
            "对接中 深度洽谈 "
            "重点洽谈 拟签约 跟踪 推进移交 协议审批 已考察 实地考察 谈判中 待签约 达成意向"
        ),
    ),
    Choice(
        "signed",
        "签约",
        listed("已签约 新签约 签约项目 签订协议 协议签订 落地 已落地 签约落地 注册 已注册 未开工 签约未开工"),
    ),
    Choice(
        "groundbreaking", "开工", listed("已开工 在建 建设中 开工建设 建设 动工 已动工 施工 施工中 开工在建")
    ),
    Choice(
        "in_production",
        "投产",
        listed("已投产 竣工 竣工投产 建成投产 试生产 运营 已运营 达产 已竣工 建成 完工"),
    ),
)
_NO_MONEY = "率|比|占|时间|日期|是否|来源|内容|每亩|亩均|单位|企业|主体|方|商|人|强度"

ATTRACTION = Ledger(
    name="attraction",
    title="招商引资项目台账",
    kind="investment_attraction",
    lenient=True,
    key="project_name",
    other_keys=("investor",),
    nouns=("个", "项"),
    title_words=listed("招商 引资 签约项目 在谈项目 洽谈项目 招引"),
    category="category",
    groups=(
        GroupWord("stage", "lead", listed("线索 接洽 意向项目 储备")),
        GroupWord("stage", "negotiating", listed("洽谈 在谈 跟踪 谈判")),
        GroupWord("stage", "signed", listed("签约 落地")),
        GroupWord("stage", "groundbreaking", listed("开工 在建 建设")),
        GroupWord("stage", "in_production", listed("投产 竣工 达产")),
    ),
    said=(
        Said(r"(?:项目|共|总计|合计)(?:有|计)?(\d+)(?:个|项)(?!月)|(\d+)(?:个|项)(?:招商)?项目"),
        Said(
            r"(?:协议总投资|协议投资|总投资)(?:额|规模)?(?:约|达|为|共)?([\d.]+)(?P<unit>亿元|万元)",
            "agreed_investment",
        ),
        Said(r"到位资金(?:约|达|为|共)?([\d.]+)(?P<unit>亿元|万元)", "paid_in"),
    ),
    checks=(
        Check("finish_before_start", ("groundbreaking_on", "signed_on")),
        Check("finish_before_start", ("in_production_on", "groundbreaking_on")),
        Check("completed_exceeds_total", ("fixed_asset_investment", "agreed_investment")),
    ),
    columns=(
        Column(
            "project_no",
            "项目编号",
            "name",
            listed("项目编码 招商编号 入库编号 项目代码"),
            words=("项目 & 编号|编码|代码",),
        ),
        Column(
            "project_name",
            "项目名称",
            "name",
            listed("项目名 名称 项目 招商项目名称 签约项目名称 招商项目 项目全称 引进项目名称"),
            required=True,
            width=30,
            words=("项目 & 名 - 单位|编|负责|投资方|企业",),
        ),
        Column(
            "category",
            "类别",
            "name",
            listed("项目分类 项目类型 分类 项目类别 产业大类"),
        ),
        Column(
            "industry",
            "所属产业",
            "name",
            listed("产业类型 产业 行业 所属行业 产业类别 产业链 所属产业链 行业类别 产业方向 主导产业"),
            words=("产业|行业 - 单位|领导|链长|园|类项目|产业化",),
        ),
        Column(
            "investor",
            "投资方名称",
            "name",
            listed(
                "投资方 投资主体 客商 投资企业 投资单位 投资商 客商名称 投资企业名称 投资者 引进企业 "
                "引进企业名称 投资公司 企业名称 投资主体名称 客商单位 投资方（客商）"
            ),
            words=("投资方|投资主体|投资商|客商|投资企业 - 注册地|来源|简介|地|属|联系|电话|情况",),
            width=24,
        ),
        Column(
            "investor_origin",
            "来源地",
            "name",
            listed(
                "投资方注册地 注册地 所属区域 投资来源地 客商来源地 投资方所在地 资金来源地 "
                "来源 客商所在地 总部所在地 投资方来源地"
            ),
            words=("注册地|来源地|所在地 - 拟|落地|项目|选址|地块",),
        ),
        Column(
            "agreed_investment",
            "协议总投资",
            "money",
            listed(
                "协议投资 协议投资额 拟投资额 总投资 投资额 投资规模 计划总投资 投资总额 "
                "总投资额 签约金额 签约额 "
                "意向投资额 协议金额 合同投资额 项目总投资 计划投资额 计划投资 协议引资额 协议资金"
            ),
            words=(
                f"协议|签约|合同|意向|拟 & 投资|资金|金额 - 固定|其中|到位|外资|设备|{_NO_MONEY}",
                f"总投资|投资总额|投资规模 - 固定|其中|到位|外资|设备|完成|{_NO_MONEY}",
            ),
            unit="万元",
            summed=True,
        ),
        Column(
            "fixed_asset_investment",
            "固定资产投资",
            "money",
            listed(
                "其中：固定资产投资 固投 固定资产投资额 固定资产 其中固定资产 "
                "其中固定资产投资 固定投资 固资投资"
            ),
            words=(f"固定资产|固投 - 完成|累计|{_NO_MONEY}",),
            unit="万元",
            summed=True,
        ),
        Column(
            "paid_in",
            "到位资金",
            "money",
            listed(
                "实际到位资金 已到位资金 到位内资 累计到位资金 资金到位 实到资金 实际到资 "
                "到资 到位资金额 已到资金 累计到资"
            ),
            words=(f"到位|到资 - 外资|计划|目标|{_NO_MONEY}",),
            unit="万元",
            summed=True,
        ),
        Column(
            "land_demand",
            "用地需求",
            "area",
            listed(
                "用地 新增用地 需用地 用地面积 拟用地 土地需求 用地规模 需求用地 拟用地面积 "
                "计划用地 用地需求面积 占地面积"
            ),
            words=(
                "用地|土地|占地 - 性质|地块|时间|状态|落实|类|手续|供|批|完成|进展|位置|单位|亩均",
                "用地|土地|占地 & 需求|面积|规模|亩|拟|新增 - 性质|地块|时间|状态|落实",
            ),
            unit="亩",
            summed=True,
        ),
        Column(
            "expected_output",
            "预计产值",
            "money",
            listed(
                "预计年产值 达产产值 年产值 预期产值 达产后产值 预计达产产值 预计销售收入 年销售收入 预计营收"
            ),
            words=(f"产值|销售收入|营收 - 亩均|每亩|税|{_NO_MONEY}",),
            unit="万元",
        ),
        Column(
            "energy_tce",
            "预计能耗",
            "number",
            listed("能耗 年能耗 综合能耗 预计年能耗 能源消耗 预计年综合能耗"),
            words=("能耗 - 万元|产值|增加值|单位",),
        ),
        Column(
            "tax_per_mu",
            "预计亩均税收",
            "money",
            listed("亩均税收 亩均税收预期 预计亩税 亩产税收 亩均税 每亩税收 达产亩均税收 预期亩均税收"),
            words=("亩均|每亩|亩产 & 税",),
            unit="万元",
            per_mu=True,
        ),
        Column(
            "stage",
            "项目状态",
            "choice",
            listed(
                "项目阶段 洽谈进度 目前状态 进展阶段 阶段 推进阶段 状态 当前阶段 项目进度 "
                "目前阶段 进展状态 所处阶段 "
                "完成情况 项目所处阶段 招商阶段"
            ),
            words=(
                "进展|进度 - 地块|土地|时间|情况|存在|下步|资金|形象|工作",
                "阶段|状态 - 地块|土地|时间",
            ),
            choices=STAGES,
        ),
        Column(
            "first_contact_on",
            "首次接洽时间",
            "date",
            listed(
                "接洽时间 首次对接时间 入库时间 首谈时间 首次洽谈时间 初次接洽时间 接洽日期 "
                "首次接触时间 对接时间 获取信息时间 登记时间 洽谈时间"
            ),
            words=(
                "首次|初次|初步|洽谈 & 时间|日期 - 签约",
                "接洽|首谈|对接|入库|初谈|接触 & 时间|日期",
            ),
        ),
        Column(
            "signed_on",
            "签约时间",
            "date",
            listed("签约日期 签订时间 协议签订时间 签订日期 正式签约时间 签约 签约年月 合同签订时间"),
            words=("签约|签订 & 时间|日期|年月 - 拟|计划|率|额",),
        ),
        Column(
            "groundbreaking_on",
            "开工时间",
            "date",
            listed(
                "计划开工时间 预计开工时间 实际开工时间 开工日期 动工时间 预计开工 计划开工 拟开工时间 开工"
            ),
            words=("开工|动工 - 投产|竣工|率|是否|投资|情况|面积",),
        ),
        Column(
            "in_production_on",
            "预计投产时间",
            "date",
            listed(
                "投产时间 实际投产时间 竣工时间 预计竣工时间 投产日期 计划投产时间 预计投产 "
                "计划投产 竣工投产时间 预计竣工投产时间 计划竣工时间 投产 建成时间"
            ),
            words=("投产|竣工|建成 - 率|是否|投资|情况|产值|后",),
        ),
        Column(
            "lead_source",
            "项目信息来源",
            "name",
            listed("项目来源 信息来源 线索来源 来源渠道 招引方式 招商方式 引进方式 信息渠道"),
            words=("线索|信息|项目 & 来源|渠道",),
        ),
        Column(
            "unit",
            "引资单位",
            "units",
            listed(
                "招引单位 首谈单位 责任单位 招商单位 引进单位 牵头单位 招商组 招商小组 "
                "落实单位 主攻单位 承接单位 招引责任单位 对接单位 招商责任单位 驻点 包抓单位"
            ),
            words=("引资|招引|招商|首谈|责任|牵头 & 单位|部门|小组|分局 - 配合|协助|领导|人",),
        ),
        Column(
            "liaison",
            "跟踪人",
            "person",
            listed(
                "项目负责人 联系人 招商专员 跟进人 责任人 跟踪责任人 对接人 招商员 项目联系人 "
                "跟踪服务人 联系人及电话 经办人 专班负责人 店小二 联络员 跟踪人员 首谈人"
            ),
            words=(
                "联系人及|联系人/|联系人(|联系人、|联系人和|"
                "联系人与|联络人及|负责人及|负责人/ & 电话|方式|手机",
                "跟踪|跟进|联系|招商|负责|对接 & 人|员 - 电话|方式|手机|企业|客商|投资",
            ),
        ),
        Column(
            "contact_phone",
            "联系电话",
            "phone",
            listed("联系方式 电话 手机 手机号 手机号码 联系人电话 电话号码"),
            words=("电话|手机|联系方式 - 传真|客商|投资|企业|领导",),
            width=14,
        ),
        Column("remark", "备注", "text", listed("说明 备注说明 其他"), width=16, words=("备注",)),
    ),
)
LEDGERS = (ATTRACTION,)
