"""重点项目进展情况表: the ledger of projects, as declared data (headers of ledgers.md §1)."""

from greenlight.base.ledger import Check, Choice, Column, GroupWord, Ledger, Said, listed

NATURES = (
    Choice("new", "新建", listed("新建 新开工 新增 当年新开工 计划新开工 新开 拟新开工")),
    Choice("continuing", "续建", ("续建", "结转", "在建", "跨年续建")),
    Choice("finishing", "竣工投产", listed("竣工投产 竣工 投产 计划竣工 建成投产 完工")),
    Choice("reserve", "预备", listed("预备 储备 谋划 前期 谋划储备 预备储备 前期储备")),
)
PROJECT_KINDS = (
    Choice(
        "industrial",
        "产业项目",
        listed(
            "产业 工业 企业投资 社会投资 制造业 制造 招商 招商引资 民间投资 技改 "
            "技术改造 工业招商 民资 实体经济 先进制造业"
        ),
    ),
    Choice(
        "government",
        "政府投资项目",
        listed(
            "政府投资 政府 基础设施 民生 社会事业 社会民生 公共服务 城建 市政 交通 "
            "水利 国有投资 配套 基础设施配套 生态环保 城市建设"
        ),
    ),
)
# Vocabulary of the header rules: alternatives joined by |, groups by &, what may not occur after -.
_STARTING = "开工|动工|开建|开始建设"
_FINISHING = "竣工|投产|完工|建成|交付"
_PLANNED = "计划|预计|拟|预期|目标|应"
_PLAN = "计划|目标|任务|预计|拟"
_YEAR = "年度|本年|当年|全年|今年"
_NO_MONEY = "率|比例|占比|百分|%|比重|时间|日期|是否|序时|到位|来源|内容"

PROJECTS = Ledger(
    name="projects",
    title="重点项目进展情况表",
    kind="project_progress",
    key="project_name",
    code="project_code",
    nouns=("个", "项", "家"),
    title_words=listed("重点项目 重大项目 项目进展 项目调度 项目投资 建设项目 政府投资项目"),
    strong=listed(
        "annual_plan month_investment ytd_investment cumulative_investment "
        "invested_to_prev_year_end completion_rate_pct site_progress started "
        "planned_start planned_finish total_investment construction_nature"
    ),
    groups=(
        *(GroupWord("project_kind", one.value, one.words) for one in PROJECT_KINDS),
        *(GroupWord("construction_nature", one.value, one.words) for one in NATURES),
    ),
    whole_sheet=("project_kind",),
    said=(
        Said(r"(?:项目|共|总计|合计)(?:有|计)?(\d+)(?:个|项)(?!月)|(\d+)(?:个|项)(?:重[点大])?项目"),
        Said(r"(?<!年度)总投资(?:额|规模)?(?:约|达|为|共)?([\d.]+)(?P<unit>亿元|万元)", "total_investment"),
        Said(r"年度?计划(?:完成)?投资额?(?:约|达|为)?([\d.]+)(?P<unit>亿元|万元)", "annual_plan"),
    ),
    checks=(
        Check("negative_month", ("month_investment",)),
        Check("ytd_decreased", ("ytd_investment",)),
        Check("ytd_sum_mismatch", ("ytd_investment", "month_investment")),
        Check("whole_mismatch", ("cumulative_investment", "invested_to_prev_year_end", "ytd_investment")),
        Check("rate_mismatch", ("completion_rate_pct", "ytd_investment", "annual_plan")),
        Check("completed_exceeds_total", ("cumulative_investment", "total_investment")),
        Check("completed_exceeds_total", ("ytd_investment", "total_investment", "invested_to_prev_year_end")),
        Check("finish_before_start", ("planned_finish", "planned_start")),
        Check("finish_before_start", ("planned_finish", "actual_start")),
        Check("status_contradiction", ("started", "actual_start", "month_investment")),
        Check("status_contradiction", ("started", "actual_start", "ytd_investment")),
    ),
    columns=(
        Column(
            "project_name",
            "项目名称",
            "name",
            listed(
                "项目名 工程名称 名称 项目 重点项目名称 建设项目名称 重大项目名称 项目（工程）名称 项目全称"
            ),
            required=True,
            width=30,
        ),
        Column(
            "project_code",
            "项目代码",
            "project_code",
            listed(
                "项目编号 赋码 统一项目代码 项目统一代码 投资项目代码 项目编码 赋码编号 "
                "投资项目统一代码 项目赋码 国家代码 在线平台代码 项目统一编码"
            ),
            width=26,
        ),
        Column(
            "project_kind",
            "项目类别",
            "choice",
            listed("项目类型 产业类别 类别 项目分类 项目属性 投资类别 投资类型 项目性质"),
            choices=PROJECT_KINDS,
        ),
        Column(
            "construction_nature",
            "建设性质",
            "choice",
            listed(
                "建设类别 新建/续建 新建或续建 建设类型 新续建 续建/新建 性质 新(续)建 项目建设性质 建设阶段"
            ),
            choices=NATURES,
        ),
        Column(
            "location",
            "建设地点",
            "text",
            listed(
                "建设地址 项目地点 地点 选址 项目地址 坐落 建设位置 项目选址 地址 所在区块 建设区块 落户地点"
            ),
        ),
        Column(
            "scale",
            "主要建设内容及规模",
            "text",
            listed(
                "建设内容及规模 主要建设内容 建设内容 建设规模 建设规模及内容 项目内容 "
                "建设规模及主要内容 建设规模和内容 主要建设规模及内容 项目概况 "
                "项目建设内容 项目简介 建设内容和规模 主要建设内容和规模 项目基本情况 "
                "建设规模与内容"
            ),
            words=("建设内容|建设规模",),
            width=30,
        ),
        Column(
            "land_area",
            "用地面积",
            "area",
            listed("占地面积 土地面积 用地 用地规模 项目用地 供地面积 总用地面积 占地"),
            words=("用地|占地 & 面积|亩|规模",),
            unit="亩",
        ),
        Column(
            "total_investment",
            "总投资",
            "money",
            listed(
                "计划总投资 项目总投资 投资总额 总投资额 概算总投资 估算总投资 投资规模 "
                "总投资规模 概算投资 总投资金额 项目投资总额 投资概算 批复总投资"
            ),
            words=(f"总投资|投资总额|投资概算 - {_NO_MONEY}|完成|累计|年度|其中|固定资产|外资|设备|土建",),
            unit="万元",
            summed=True,
            steady=True,
        ),
        Column(
            "invested_to_prev_year_end",
            "至上年底累计完成投资",
            "money",
            listed(
                "截至上年底累计完成投资 上年底累计完成投资 上年末累计完成投资 "
                "以前年度完成投资 以前年度累计完成投资 至上年末累计完成投资 "
                "往年累计完成投资 历年累计完成投资 上年底已完成投资 截至上年底完成投资 "
                "截止上年底完成投资 至去年底累计完成投资 上年度末累计完成投资 "
                "年初累计完成投资 上年累计完成投资"
            ),
            words=(f"上年底|上年末|去年底|以前年度|往年|上年度 & 完成|投资|累计 - {_NO_MONEY}|{_PLAN}",),
            unit="万元",
            summed=True,
        ),
        Column(
            "annual_plan",
            "年度计划投资",
            "money",
            listed(
                "本年度计划完成投资 年度计划完成投资 本年计划投资 年度投资计划 "
                "年计划投资 年度投资目标 当年计划投资 全年计划投资 年度目标投资 "
                "本年度计划投资 今年计划 年度计划 本年计划 计划投资 年计划 年度投资任务 "
                "全年计划 全年投资计划 年度计划投资额 年度计划任务 年度任务 当年计划 "
                "年度计划总投资 当年投资计划"
            ),
            words=(
                f"{_YEAR}|年计划 & {_PLAN}|安排 & 投资 - {_NO_MONEY}|上年|月|总投资|累计|占",
                f"{_YEAR} & 计划|任务|安排 - {_NO_MONEY}|上年|月|总投资|累计|占|{_STARTING}"
                f"|{_FINISHING}|工作|节点|进度|形象",
            ),
            unit="万元",
            summed=True,
        ),
        Column(
            "month_investment",
            "当月完成投资",
            "money",
            listed(
                "当月投资 当月已完成投资 本月完成投资 本月投资 月完成投资 当月完成 "
                "本月完成 当月投资额 本月实际完成投资 当月实际完成投资 月度完成投资 "
                "当月完成投资额"
            ),
            words=(
                f"当月|本月|§月 & 完成|投资 - {_NO_MONEY}|{_PLAN}|累计|至今|下月|上月|§累|年初",
                f"当月|本月|§月 - {_NO_MONEY}|{_PLAN}|累计|至今|下月|§累|进度|情况|进展"
                f"|{_STARTING}|{_FINISHING}|节点|形象|工作|问题",
            ),
            unit="万元",
            by_month="month",
            summed=True,
        ),
        Column(
            "ytd_investment",
            "年度累计完成投资",
            "money",
            listed(
                "当年项目累计投资 当年累计完成投资 本年累计完成投资 当月至今已完成 "
                "年初至今完成投资 今年累计完成投资 年度累计投资 年度已完成投资 "
                "年度完成投资 本年完成投资 当年完成投资 年初以来累计完成投资 "
                "今年以来完成投资 本年度累计完成投资 年累计投资 本年累计 年度累计 "
                "当年累计 年内累计完成投资 累计完成年度投资 年度累计完成"
            ),
            words=(
                f"§累 - {_NO_MONEY}|{_PLAN}|开工以来|项目累计|开工至今|上年|形象|进展|工作|问题",
                f"{_YEAR}|年初|年内 & 累计|完成|至今 & 投资|完成|累计 - {_NO_MONEY}|{_PLAN}|上年"
                "|开工以来|节点|进度|情况|工作|开工至今",
            ),
            unit="万元",
            by_month="ytd",
            summed=True,
            editors=("clerk", "leading"),
        ),
        Column(
            "cumulative_investment",
            "开工以来累计完成投资",
            "money",
            listed(
                "项目累计投资 开工以来累计 累计完成投资 开工至今累计完成投资 "
                "项目累计完成投资 自开工累计完成投资 累计投资 开工累计完成投资 "
                "总累计完成投资 累计完成总投资 自开工以来累计完成投资 "
                "截至目前累计完成投资 目前累计完成投资 累计已完成投资"
            ),
            words=(
                f"开工以来|开工至今|自开工|项目累计|开工累计 & 投资|完成|累计 - {_NO_MONEY}|{_PLAN}",
                f"累计 & 投资|完成 - {_NO_MONEY}|{_PLAN}|{_YEAR}|年初|上年|§累|当月|本月|§月|年内",
            ),
            unit="万元",
            summed=True,
        ),
        Column(
            "completion_rate_pct",
            "年度投资完成率",
            "percent",
            listed(
                "投资完成比例 完成比例 年度投资进度 完成率 投资完成率 年度完成率 "
                "完成年度计划 占年度计划比例 完成年度计划比例 年度计划完成率 投资进度 "
                "完成占比 投资完成占比 占年度计划 年度投资完成比例 完成年度目标比例 "
                "计划完成率 投资率 完成进度"
            ),
            words=(
                "完成|投资|年度 & 率|比例|占比|百分|%|比重|进度 "
                "- 到位|序时|开工率|形象|施工|工程|资金|累计完成总|超|工作",
            ),
            unit="%",
        ),
        Column(
            "planned_start",
            "计划开工时间",
            "date",
            listed(
                "开工时间（计划） 预计开工时间 拟开工时间 计划开工日期 计划开工 "
                "计划开工月份 计划动工时间 开工计划 开工时间 开工日期 开工年月 "
                "拟开工日期"
            ),
            words=(f"{_STARTING} & {_PLANNED} - {_FINISHING}|率|是否|实际|投资|开工以来|年限|起止",),
        ),
        Column(
            "actual_start",
            "实际开工时间",
            "date",
            listed("开工时间（实际） 实际开工日期 实际开工 实际动工时间 已开工时间 真实开工时间"),
            words=(f"{_STARTING} & 实际|已开 - {_FINISHING}|率|是否|投资|开工以来",),
        ),
        Column(
            "planned_finish",
            "计划竣工（投产）时间",
            "date",
            listed(
                "计划竣工时间 计划投产时间 预计竣工时间 预计投产时间 计划完工时间 "
                "竣工时间 计划建成时间 拟竣工时间 预计建成时间 计划竣工日期 "
                "竣工（投产）时间 投产时间 计划竣工 计划竣工投产时间 计划完成时间 "
                "预计完工时间 竣工日期 建成时间 计划投产 竣工投产时间 完工时间 "
                "计划竣工或投产时间 计划竣工月份"
            ),
            words=(f"{_FINISHING}|完成时间 & {_PLANNED} - 率|是否|实际|投资|起止|年限",),
        ),
        Column(
            "started",
            "是否开工",
            "bool",
            listed("是否已开工 开工与否 开工情况 开工状态 是否动工 已开工 开工否 开工"),
            words=(f"是否 & {_STARTING}",),
        ),
        Column(
            "site_progress",
            "目前形象进度",
            "text",
            listed(
                "形象进度 工程形象 目前进展 项目进展情况 进展情况 工程形象进度 项目进展 "
                "当前进展 工程进度 建设进展 工作进展 目前进展情况 项目形象进度 实际进展 "
                "工程进展 形象进展 施工进度 目前形象 工程形象进展 建设进度 当前形象进度 "
                "项目进度 本月进展 本月进展情况 最新进展 月进展情况 推进情况 进度情况"
            ),
            words=("形象|进展|工程进度|施工进度|建设进度 - 投资|率|计划|目标|下月|下步",),
            editors=("clerk", "answering"),
            width=30,
        ),
        Column(
            "issue",
            "存在问题",
            "text",
            listed(
                "困难问题 需协调事项 问题 存在的问题 存在困难 存在问题及困难 "
                "需协调解决问题 存在困难和问题 需要协调解决的问题 主要问题 "
                "存在的主要问题 存在的困难和问题 需协调解决的问题 需协调解决事项 "
                "困难及问题 需协调问题 制约因素 存在困难问题"
            ),
            words=("问题|困难|协调 - 建议|措施|解决情况|单位",),
            width=24,
        ),
        Column(
            "next_step",
            "下步工作",
            "text",
            listed(
                "下月计划 下步计划 下一步工作 下步工作计划 下一步计划 下一步工作计划 "
                "下月工作计划 下阶段计划 下一步工作打算 下步打算 下步措施 "
                "下阶段工作计划"
            ),
            words=("下月|下步|下一步|下阶段 - 投资", "工作计划|工作打算 - 投资|年度|全年"),
            width=24,
        ),
        Column(
            "owner",
            "建设单位",
            "name",
            listed(
                "业主单位 项目单位 实施主体 项目业主 业主 投资主体 建设主体 实施单位 "
                "项目法人 法人单位 企业名称 项目业主单位 投资单位 项目建设单位 "
                "建设单位名称"
            ),
            width=20,
        ),
        Column(
            "unit",
            "责任单位",
            "units",
            listed(
                "牵头单位 分管局委 牵头部门 责任部门 牵头责任单位 主管部门 主管单位 "
                "责任科室 服务单位 项目责任单位 责任主体 包抓单位 推进单位 主责单位"
            ),
            words=("责任|牵头|主管 & 单位|部门|科室|局 - 配合|协助",),
        ),
        Column(
            "sponsor",
            "责任领导",
            "units",
            listed(
                "联系领导 挂包领导 牵头领导 分管领导 包抓领导 挂联领导 领导 包联领导 "
                "挂钩领导 县领导 市领导 区领导 挂点领导 联挂领导 责任县领导 包保领导"
            ),
            words=("领导 - 批示|意见|小组|电话",),
        ),
        Column(
            "contact",
            "联系人",
            "person",
            listed(
                "项目联系人 联系人姓名 联系人及电话 联系人及联系方式 联络员 姓名 责任人 "
                "经办人 负责人及电话 项目负责人 具体联系人"
            ),
            words=("联系人|联络人 - 电话|方式|手机",),
        ),
        Column(
            "contact_phone",
            "联系电话",
            "phone",
            listed("联系方式 电话 手机 手机号 联系手机 手机号码 电话号码 联系人电话"),
            words=("电话|手机|联系方式|号码 - 传真|领导|审核",),
            width=14,
        ),
        Column(
            "light",
            "亮灯",
            "light",
            listed(
                "亮灯状态 亮灯情况 红黄绿灯 灯号 预警状态 预警 进度状态 状态灯 亮灯预警 "
                "红绿灯 预警灯 亮牌 亮牌情况"
            ),
            words=("亮灯|灯|亮牌 - 路灯",),
            editors=(),
        ),
        Column("remark", "备注", "text", listed("说明 备注说明 其他 备注信息 备注"), width=16),
    ),
)
LEDGERS = (PROJECTS,)
