"""人员名单: who works in a zone, as a clerk keeps the list in Excel; declared like every other table."""

from greenlight.base.ledger import Choice, Column, Ledger, listed

ROLES = (
    Choice("leader", "领导", listed("区领导 主任 副主任 书记 分管领导")),
    Choice("clerk", "科室", listed("经办 科员 综合 统计 科室经办 经办人")),
    Choice("unit_handler", "责任单位", listed("部门 单位 局办 责任单位经办 单位经办")),
    Choice("liaison", "驻企联络员", listed("联络员 店小二 驻企 服务专员")),
    Choice("task_force", "专班", listed("专班成员 工作专班")),
    Choice("grid_officer", "网格员", listed("网格")),
    Choice("inspector", "纪检", listed("纪委 监督 督查 纪检监察")),
    Choice("system_admin", "系统管理员", listed("管理员 系统管理")),
    Choice("security_admin", "安全管理员", listed("安全")),
    Choice("audit_admin", "审计管理员", listed("审计")),
)

PEOPLE = Ledger(
    name="people",
    title="人员名单",
    kind="people",
    key="person",
    nouns=("人", "名"),
    title_words=listed("人员 通讯录 名单 花名册"),
    strong=("username", "role"),
    columns=(
        Column("person", "姓名", "name", listed("名字 人员 联系人"), required=True),
        Column(
            "unit", "单位", "name", listed("部门 科室 所在单位 工作单位 责任单位"), words=("单位|部门|科室",)
        ),
        Column("role", "角色", "choice", listed("身份 岗位 职责 权限"), choices=ROLES),
        Column("username", "登录名", "text", listed("用户名 账号 登录账号 帐号")),
        Column("phone", "手机", "phone", listed("电话 手机号 联系电话 手机号码 联系方式"), width=14),
    ),
)
