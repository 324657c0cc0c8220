"""小升规培育库: enterprises on their way to the threshold of statistics (headers of ledgers.md §7)."""

from greenlight.base.ledger import Check, Choice, Column, Ledger, Said, listed

STATES = (
    Choice(
        "growing", "在培育", listed("培育中 培育 在库培育 正在培育 继续培育 跟踪培育 重点培育 培育期 在库")
    ),
    Choice(
        "preparing",
        "材料准备",
        listed("准备材料 材料准备中 准备申报 拟申报 资料准备 准备中 整理材料 待申报 资料准备中"),
    ),
    Choice("applied", "已申报", listed("申报 申报中 已上报 审核中 已提交 上报 待审核 省级审核 已报统计")),
    Choice("registered", "已入库", listed("入库 已上规 已入规 上规 入规 成功上规 已升规 已达标入库")),
    Choice("withdrawn", "未达标退出", listed("退出 已退出 移出 放弃 未达标 退库 移出培育库 终止")),
)
_REVENUE = "收入|营收|销售|产值|开票"
_BEFORE = "上年|去年|上一年|年度营业§"
_EXPECTED = "预计|预期|全年|目标|预测"
_OTHER = "税|差|距|缺口|同比|增|率|%|成本|研发|主营占比"

LADDER = Ledger(
    name="growth_ladder",
    title="小升规培育库",
    kind="growth_ladder",
    lenient=True,
    key="enterprise_name",
    nouns=("家", "户", "个"),
    title_words=listed("小升规 培育 上规 升规 入规 入库培育"),
    said=(
        Said(
            r"(?:企业|培育|共|入库)(?:库|对象)?(?:有|计|共)?(\d+)(?:户|家)|(\d+)(?:户|家)(?:培育|小升规)?企业"
        ),
    ),
    checks=(
        Check("expected_below_ytd", ("revenue_expected", "revenue_ytd")),
        Check("remaining_mismatch:threshold", ("gap_to_threshold", "revenue_expected", "revenue_ytd")),
    ),
    columns=(
        Column(
            "enterprise_name",
            "企业名称",
            "name",
            listed("企业 单位名称 培育企业 企业全称 公司名称 培育企业名称 培育对象 单位详细名称 拟上规企业"),
            required=True,
            width=26,
            words=(
                "企业|单位|公司|对象 & 名|全称 - 责任|帮扶",
                "培育|上规|升规|入规 & 企业|对象 - 责任|类|时间|状态|数|单位|帮扶|困难|进展",
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
            "sub_area",
            "所属片区",
            "name",
            listed(
                "所属乡镇 片区 乡镇 属地 所在片区 所属园区 所属街道 乡镇（街道） 所在乡镇 "
                "区域 所属区域 所属乡镇（园区） 镇街 所在园区"
            ),
            words=("片区|乡镇|镇街|街道|属地|网格|园区|区域|辖区 - 面积|领导|员|单位|数|名称|负责",),
        ),
        Column(
            "industry",
            "行业代码及名称",
            "name",
            listed(
                "行业 所属行业 行业类别 行业代码 行业名称 行业分类 行业大类 行业代码/名称 所属行业（代码）"
            ),
            words=("行业 - 排名",),
        ),
        Column(
            "in_production_on",
            "投产时间",
            "date",
            listed(
                "成立时间 注册时间 投产日期 开业时间 成立日期 投产年月 建成投产时间 开业（成立）时间 注册日期"
            ),
            words=("投产|成立|注册|开业 & 时间|日期|年月",),
        ),
        Column(
            "ladder_kind",
            "培育类型",
            "name",
            listed("类型 培育类别 上规类型 培育方式 入库类型 类别 升规类型 上规方式 月度/年度 入规方式"),
            words=("培育|上规|升规|入规 & 类|方式",),
        ),
        Column(
            "revenue_prev_year",
            "上年度营业收入",
            "money",
            listed(
                "上年营业收入 去年营业收入 上年度主营业务收入 上年度营收 上年营收 去年营收 "
                "上年度销售收入 上年销售收入 上年度收入 上年收入 去年全年营业收入"
            ),
            words=(f"上年|去年|上一年 & {_REVENUE} - 上上|同期|{_OTHER}|{_EXPECTED}",),
            unit="万元",
            summed=True,
        ),
        Column(
            "revenue_ytd",
            "累计营业收入",
            "money",
            listed(
                "本年累计营业收入 当年累计营业收入 今年累计营收 累计营收 本年营业收入 "
                "营业收入 当年营业收入 今年以来营业收入 本年累计营收 当前营业收入 "
                "目前营业收入"
            ),
            words=(f"§累|累计|本年|当年|今年|至今|目前 & {_REVENUE} - 上年|去年|同期|{_EXPECTED}|{_OTHER}",),
            unit="万元",
            summed=True,
        ),
        Column(
            "revenue_expected",
            "全年预计",
            "money",
            listed(
                "全年预计营业收入 预计全年营业收入 全年预计营收 预计营业收入 预计全年营收 "
                "全年预测 预计全年 本年预计营业收入 全年营收预计 预计全年收入 预计年营业收入 "
                "年度预计"
            ),
            words=(f"预计|预期|预测 & {_REVENUE}|全年 - 上年|去年|时间|日期|{_OTHER}",),
            unit="万元",
            summed=True,
        ),
        Column(
            "gap_to_threshold",
            "距2000万元差额",
            "money",
            listed(
                "差额 距上规标准差额 距入规差额 缺口 距上规差额 差距 距规上差额 "
                "与上规标准差额 距上规标准差距 距达标差额 尚差"
            ),
            words=("差额|差距|缺口|尚差|还差",),
            unit="万元",
        ),
        Column(
            "employees",
            "从业人数",
            "integer",
            listed(
                "从业人员 员工人数 职工人数 员工数 用工人数 从业人员数 人数 职工数 "
                "从业人员期末人数 期末从业人数"
            ),
            words=("从业|员工|职工|用工 & 人|数 - 缺|需求",),
        ),
        Column(
            "tech_sme",
            "是否科技型中小企业",
            "bool",
            listed(
                "科技型中小企业 是否科技型中小 科技型企业 是否科小 科小 是否科技型企业 科技型中小 是否科技型"
            ),
            words=("科技型|科小 - 个数|小巨人",),
        ),
        Column(
            "expected_on",
            "预计上规时间",
            "date",
            listed(
                "预计入库时间 预计升规时间 计划上规时间 上规时间 预计入规时间 拟上规时间 "
                "计划升规时间 预计达标时间 计划入库时间 升规时间 拟入库时间 预计上规年月"
            ),
            words=("上规|升规|入规|入库|达标 & 时间|日期|年月|月份 - 批次",),
        ),
        Column(
            "state",
            "进展",
            "choice",
            listed(
                "进展情况 培育状态 状态 当前进展 培育进展 目前进展 推进情况 申报进展 目前状态 "
                "当前状态 进度 申报情况 入库状态 申报状态"
            ),
            words=("进展|状态|进度 - 生产|经营",),
            choices=STATES,
        ),
        Column(
            "difficulty",
            "存在困难",
            "text",
            listed(
                "存在问题 困难问题 主要困难 困难 存在困难和问题 困难及问题 存在的困难 "
                "企业困难 需协调问题 存在困难问题"
            ),
            words=("困难|问题 - 措施|解决办法|解决情况",),
            width=20,
        ),
        Column(
            "unit",
            "培育责任单位",
            "units",
            listed(
                "责任单位 培育单位 责任部门 牵头单位 服务单位 包联单位 培育责任部门 帮扶单位 "
                "包保单位 责任主体"
            ),
            words=("责任|培育|帮扶|服务|包联 & 单位|部门",),
        ),
        Column(
            "sponsor",
            "联系领导",
            "units",
            listed("责任领导 包联领导 领导 挂联领导 帮扶领导 联系县领导 包保领导 分管领导"),
            words=("领导 - 电话",),
        ),
        Column(
            "contact",
            "企业联系人",
            "person",
            listed(
                "联系人 联系人姓名 企业负责人 负责人 联系人及电话 企业联系人及电话 法定代表人 "
                "法人代表 企业联络员 财务负责人"
            ),
            words=(
                "联络人|联络员 - 电话|方式|手机",
                "联系人及|联系人/|联系人(|联系人、|联系人和|"
                "联系人与|联络人及|负责人及|负责人/ & 电话|方式|手机",
                "企业 & 负责人|法人|联系 - 电话|方式|手机|政府",
                "联系人|联络员 - 电话|方式|手机|政府|部门",
            ),
        ),
        Column(
            "contact_phone",
            "电话",
            "phone",
            listed("联系电话 联系方式 手机 手机号 联系人电话 手机号码 企业电话"),
            words=("电话|手机|联系方式 - 部门|单位",),
            width=14,
        ),
    ),
)
LEDGERS = (LADDER,)
