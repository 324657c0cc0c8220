"""The demo zone of a given day: 江山经济开发区, 112 projects, real ones with published facts only.

Pure: `today` in, plain values out. Its 86 industrial and 26 government projects are the number
the zone itself published for 2023; those not published by name are invented and marked 示例.
"""

from datetime import date, timedelta
from decimal import Decimal

from greenlight.demo.examples import example_projects
from greenlight.demo.published import (
    published_enterprises,
    published_figures,
    published_projects,
    read,
)
from greenlight.demo.records import DemoEnterprise, DemoPerson, DemoProject, DemoZone
from greenlight.kernel.lights import (
    Facts,
    InvestmentFact,
    MilestoneFact,
    SiteFact,
    StartFact,
)
from greenlight.kernel.months import month_end

UNITS = (
    "管委会",
    "经济发展科",
    "招商投资促进中心",
    "建设管理科",
    "企业服务科",
    "安全环保科",
    "征迁指挥部",
    "土地收储中心",
    "发展和改革局",
    "经济和信息化局",
    "自然资源和规划局",
    "住房和城乡建设局",
    "生态环境局分局",
    "应急管理局",
    "市场监督管理局",
    "水利局",
    "财政局",
    "税务局",
    "统计局",
    "公共资源交易中心",
    "不动产登记中心",
    "派驻纪检监察组",
)
PEOPLE = (
    DemoPerson("示例·姜志刚", "leader", "管委会"),
    DemoPerson("示例·郑国平", "leader", "管委会"),
    DemoPerson("示例·柴立新", "leader", "管委会"),
    DemoPerson("示例·周敏", "clerk", "经济发展科"),
    DemoPerson("示例·张海峰", "unit_handler", "住房和城乡建设局"),
    DemoPerson("示例·郑宇", "unit_handler", "自然资源和规划局"),
    DemoPerson("示例·严晓东", "unit_handler", "发展和改革局"),
    DemoPerson("示例·林雪", "unit_handler", "经济和信息化局"),
    DemoPerson("示例·叶青", "unit_handler", "生态环境局分局"),
    DemoPerson("示例·方远", "unit_handler", "建设管理科"),
    DemoPerson("示例·祝佳", "liaison", "企业服务科"),
    DemoPerson("示例·徐文军", "liaison", "企业服务科"),
    DemoPerson("示例·吴建军", "liaison", "招商投资促进中心"),
    DemoPerson("示例·毛小燕", "liaison", "招商投资促进中心"),
    DemoPerson("示例·胡军", "task_force", "征迁指挥部"),
    DemoPerson("示例·王小丽", "grid_officer", "企业服务科"),
    DemoPerson("示例·何正", "inspector", "派驻纪检监察组"),
    DemoPerson("示例·赵晨", "enterprise", "", "示例·清湖锁业有限公司"),
    DemoPerson("示例·陈卫", "city", ""),
    DemoPerson("示例·系统管理员", "system_admin", ""),
    DemoPerson("示例·安全管理员", "security_admin", ""),
    DemoPerson("示例·审计管理员", "audit_admin", ""),
)


def demo_zone(today: date) -> DemoZone:
    """Everything the loader writes on the day of the first start."""
    examples = example_projects(today)
    return DemoZone(
        name="江山经济开发区",
        committee="江山经济开发区管理委员会",
        region_code="330881",
        units=UNITS,
        people=PEOPLE,
        enterprises=published_enterprises() + _example_enterprises(),
        figures=published_figures(),
        projects=published_projects() + examples,
    )


def _example_enterprises() -> tuple[DemoEnterprise, ...]:
    names = dict.fromkeys(row["enterprise"] for row in read("examples.csv"))
    return tuple(DemoEnterprise(name, True) for name in names)


def facts_of(project: DemoProject) -> Facts:
    """What the kernel judges a demo project by."""
    start = next((m for m in project.milestones if m.key == "groundbreaking"), None)
    return Facts(
        milestones=tuple(
            MilestoneFact(
                key=m.key,
                name=m.name,
                due=m.planned,
                owner=m.owner,
                done=m.done,
                percent=None if m.percent is None else Decimal(m.percent),
            )
            for m in project.milestones
        ),
        investment=_investment(project),
        start=StartFact(start.planned, start.done) if start else None,
        site=_site(project),
    )


def _investment(project: DemoProject) -> InvestmentFact | None:
    if project.plan_year is None or not project.ytd_by_month:
        return None
    month = max(project.ytd_by_month)
    return InvestmentFact(
        year=project.plan_year,
        month=month,
        year_plan_wan=project.year_plan_wan,
        ytd_wan=project.ytd_by_month[month],
        reported=month_end(project.plan_year, month) + timedelta(days=1),
    )


def _site(project: DemoProject) -> SiteFact | None:
    if not project.is_example:
        return None
    percent = None if project.site_percent is None else Decimal(project.site_percent)
    return SiteFact(project.site_words, percent, project.site_updated)
