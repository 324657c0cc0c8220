"""企业问题清单: what enterprises ask for, as declared data (headers of ledgers.md §3)."""

from greenlight.base.ledger import Check, Choice, Column, Ledger, Said, listed
from greenlight.tickets.ledgers.closing import CLOSED, NUMBERED

SATISFACTIONS = (
    Choice("satisfied", "满意", listed("非常满意 很满意 满意度高 十分满意 A")),
    Choice("basically_satisfied", "基本满意", listed("较满意 比较满意 B")),
    Choice("dissatisfied", "不满意", listed("很不满意 非常不满意 C")),
)
_USCC = listed("信用代码 社会信用代码 统一代码 社会统一信用代码 企业信用代码 机构代码 税号 统一信用代码")
_RECEIVED = "受理|收集|登记|反映|提出|上报|来件|接件"

ISSUES = Ledger(
    name="issues",
    title="企业问题清单",
    kind="enterprise_issue",
    lenient=True,
    key="enterprise_name",
    same=(
        ("issue_no",),
        ("enterprise_name", "description", "received_on"),
        ("enterprise_name", "description"),
    ),
    nouns=("个", "件", "条"),
    title_words=listed(
        "企业问题 问题清单 诉求 交办单 受理单 助企 问题台账 问题收集 企业困难 服务企业 困难问题"
    ),
    skipped_headers=NUMBERED,
    said=(
        Said(
            r"(?:问题|诉求|事项)(?:总数)?(?:共|共计|为|:)?(\d+)(?:个|件|条)"
            r"|共(?:有|收集|受理|梳理)?(?:问题|诉求)?(\d+)(?:个|件|条)"
        ),
        Said(r"(?:已办结|办结|已销号|已解决)(?:问题|数)?(?:共|为|:)?(\d+)(?:个|件|条)", "closed"),
    ),
    checks=(
        Check("closed_before_received", ("closed_on", "received_on")),
        Check("deadline_before_received", ("deadline", "received_on")),
        Check("status_contradiction:closed", ("closed", "closed_on")),
    ),
    columns=(
        Column(
            "issue_no",
            "编号",
            "name",
            listed(
                "受理单号 问题编号 受理编号 交办单号 工单号 单号 工单编号 诉求编号 流水号 问题序号 交办编号"
            ),
            words=("编号|单号|工单号 - 企业|证|项目|信用",),
        ),
        Column(
            "received_on",
            "受理日期",
            "date",
            listed(
                "受理时间 收集时间 登记时间 反映时间 提出时间 上报时间 来件日期 收集日期 "
                "登记日期 问题提出时间 反映日期 接件时间 时间 日期 走访日期 走访时间"
            ),
            words=(f"{_RECEIVED} & 时间|日期 - 办结|完成|交办",),
        ),
        Column(
            "source",
            "来源",
            "name",
            listed("问题来源 诉求来源 来源渠道 收集渠道 渠道 反映渠道 收集方式 来件渠道 问题渠道 受理渠道"),
            words=("来源|渠道 - 资金",),
        ),
        Column(
            "enterprise_name",
            "企业名称",
            "name",
            listed(
                "企业 单位名称 反映企业 诉求企业 公司名称 企业全称 反映单位 提出单位 "
                "企业（单位）名称 涉及企业 市场主体名称 诉求主体 问题企业"
            ),
            required=True,
            width=26,
            words=(
                "企业|单位|公司|主体 & 名|全称 - 主办|承办|协办|交办|配合|责任|办理",
                "反映|诉求|提出|涉及|来访|申请 & 企业|单位|主体 - 时间|问题|内容|类|编",
            ),
        ),
        Column("uscc", "统一社会信用代码", "uscc", _USCC, width=20, words=("信用代码|机构代码|统一代码",)),
        Column(
            "sub_area",
            "所属片区",
            "name",
            listed(
                "所属乡镇 片区 乡镇 所在片区 属地 所属区域 所属乡镇（片区） 所属街道 所在乡镇 "
                "乡镇（街道） 镇街 区域 所在园区 所属园区 网格"
            ),
            words=("片区|乡镇|镇街|街道|属地|网格|园区|区域|辖区 - 面积|领导|员|单位|数|名称|负责",),
        ),
        Column(
            "contact",
            "联系人",
            "person",
            listed(
                "联系人及电话 企业联系人 联系人及联系方式 企业联系人及电话 反映人 "
                "联系人（电话） 诉求人 联系人姓名 联系人/电话 企业负责人 法人代表 负责人"
            ),
            words=(
                "联系人及|联系人/|联系人(|联系人、|联系人和|"
                "联系人与|联络人及|负责人及|负责人/ & 电话|方式|手机",
                "联系人|反映人|诉求人 - 电话号|手机|方式|交办|主办|承办",
            ),
        ),
        Column(
            "contact_phone",
            "联系电话",
            "phone",
            listed("电话 联系方式 手机 手机号 联系人电话 手机号码 企业电话"),
            words=("电话|手机|联系方式 - 交办|主办|承办|单位",),
            width=14,
        ),
        Column(
            "description",
            "问题诉求",
            "text",
            listed(
                "问题描述 反映问题 诉求内容 问题内容 存在问题 反映事项 困难问题 问题 诉求 "
                "主要问题 具体问题 问题事项 企业诉求 诉求事项 反映的问题 困难和问题 "
                "问题及诉求 问题概述 诉求描述 问题情况"
            ),
            words=(
                "问题|诉求|困难|事项 - 类|分类|来源|渠道|编|号|数|"
                "解决|办|时间|日期|单位|部门|性质|是否|程度|级|企业名|人",
                "问题|诉求|困难 & 描述|内容|事项|概述 - 类|来源|编号|数|解决|办",
            ),
            width=36,
        ),
        Column(
            "issue_type",
            "问题类型",
            "name",
            listed("类型 问题类别 诉求类型 类别 诉求类别 问题分类 分类 问题性质 事项类别"),
            words=("问题|诉求|事项|困难 & 类|性质",),
        ),
        Column(
            "assigned_on",
            "交办时间",
            "date",
            listed(
                "交办日期 派单时间 分办时间 转办时间 派单日期 下发时间 交办 转办日期 分派时间 "
                "派发时间 流转时间"
            ),
            words=("交办|派单|分办|转办|派发|下发 & 时间|日期",),
        ),
        Column(
            "lead_unit",
            "主办部门",
            "units",
            listed(
                "承办单位 牵头单位 主办单位 责任单位 牵头部门 责任部门 承办部门 办理单位 "
                "主责单位 办理部门 交办部门 主要责任单位 牵头责任单位"
            ),
            words=("主办|承办|牵头|责任|办理 & 单位|部门|科室 - 协|配合",),
        ),
        Column(
            "support_units",
            "协办部门",
            "units",
            listed("配合单位 协办单位 配合部门 协助单位 协同单位 会办单位 配合责任单位 协同部门 参与单位"),
            words=("协办|配合|协助|协同|会办 & 单位|部门",),
        ),
        Column(
            "deadline",
            "办理时限",
            "deadline",
            listed(
                "完成时限 截止时间 解决时限 办结时限 办理期限 时限 限办时间 要求完成时间 "
                "办结期限 截止日期 解决问题时限 限时 要求办结时间 计划完成时间 完成期限 "
                "处理时限 承诺时限"
            ),
            words=("时限|期限|截止|限办|限时 - 新时限|延期|逾期",),
            counted_from=("assigned_on", "received_on"),
        ),
        Column(
            "deadline_workdays", "办理工作日数", "integer", listed("办理天数 工作日数 办理工作日 限办工作日")
        ),
        Column(
            "progress",
            "办理情况",
            "text",
            listed(
                "办理进展 进展情况 当前进展 当前进展情况 办理进度 目前进展 处理情况 解决情况 "
                "办理结果 进展 答复意见 办理（答复）情况 落实情况 工作进展 推进情况 处理结果 "
                "答复情况"
            ),
            words=(
                "进展|情况|进度 - 时间|日期|单位|是否|满意|评价|问题|诉求|交办|企业|资金|基本|困难",
                "进展|办理情况|解决情况|处理情况|落实情况|答复 - 时间|日期|单位|是否",
            ),
            width=30,
        ),
        Column(
            "closed",
            "是否办结",
            "bool",
            listed(
                "办结情况 是否销号 办结状态 是否完成 办理状态 销号情况 状态 是否解决 是否闭环 "
                "进展状态 办结与否 是否已办结 完成状态 销号 办结"
            ),
            words=("化解|处置|解决|完成 & 状态", "是否 & 办结|销号|完成|解决|闭环", "办结|销号|办理 & 状态"),
            choices=CLOSED,
        ),
        Column(
            "closed_on",
            "办结时间",
            "date",
            listed(
                "办结日期 销号时间 完成时间 解决时间 实际办结时间 销号日期 实际完成时间 "
                "完成日期 办结 办理完成时间 答复时间"
            ),
            words=(
                "化解|处置|办理 & 时间|日期 - 时限|要求|计划|期限|限|交办|开始",
                "办结|销号|完成|解决|答复 & 时间|日期 - 时限|要求|计划|期限",
            ),
        ),
        Column(
            "satisfaction",
            "满意度",
            "choice",
            listed(
                "满意度评价 评价 回访评价 企业满意度 满意情况 企业评价 回访满意度 满意程度 "
                "是否满意 评价结果 回访结果"
            ),
            words=("满意 - 率",),
            choices=SATISFACTIONS,
            nothing=listed("未评价 未回访 未反馈 待回访 未办结 待评价 未评 暂未评价 无评价 未测评"),
        ),
        Column("remark", "备注", "text", listed("说明 其他 备注说明"), words=("备注",)),
    ),
)
