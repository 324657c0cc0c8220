"""The guided tour: ten steps through the pages a clerk uses, on whatever zone one is in.

A step names a page, the place on it, and says in two sentences what it is for. Addresses that need a
record take the first one the reader may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from greenlight.people import may
from greenlight.people.models import User
from greenlight.projects.models import Project
from greenlight.warnings.models import LightSnapshot

IMPORTS = "/imports/"


@dataclass(frozen=True)
class Step:
    """One step: the address ({project} is filled in), a CSS selector, a heading and what to know."""

    address: str
    place: str
    title: str
    text: str


STEPS: tuple[Step, ...] = (
    Step("/", "main .cols, main .empty", "先看工作台",
         "进来第一眼就是今天要办的：红灯、到期的节点、等着批的改期。每个人看到的按自己的角色排。"),
    Step("/projects/", "table thead", "台账还是那张表",
         "列、合计、备注都和 Excel 里一样。合计只加筛选后剩下的行，每个数都点得开。"),
    Step("/projects/?light=red,yellow", ".chips", "用自己的话筛",
         "「本月到期」「超期 30 天以上」点一下就成，旁边是会剩几项。条件都在地址里，发给同事就是同一张表。"),
    Step("/projects/{project}/", ".why, .why-box, main section", "为什么是这个灯",
         "判定、怎么算、依据哪份文件、用了哪些数、谁知道了、再往后会怎样，六行说清。"),
    Step("/projects/{project}/?tab=milestones", "main .plan-chart, main svg, main table", "承诺看得见",
         "下面一条是承诺，上面一条是现在。往后改要写原因等批准，批准前灯按原日期判，原日期一直留着。"),
    Step("/projects/{project}/?tab=investment", "main svg, main table", "投资按累计报",
         "填累计数，当月数自己算。比上个月少了会问一句原因，不会替您改。"),
    Step(IMPORTS, ".drop", "把 Excel 拖进来",
         "乱的表头、合并格、小计都认得。先给您看改了什么、哪里要问，点了生效才算，24 小时内能整批撤销。"),
    Step("/turned/", "main", "导入以后灯变了什么",
         "哪些转红、哪些转绿，是因为哪一批表、哪一天，一项一项列着。开调度会就看这一页。"),
    Step("/cockpit/", "#main", "领导看驾驶舱",
         "每 15 秒自己更新，可以放到大屏上。任何一个数点一下，就是背后的那些项目。"),
    Step("/help/", "main", "看不懂就问",
         "词旁边的小问号和这一页都有口径。键盘按 ? 看全部快捷键。现在可以自己试了。"),
)  # fmt: skip


ORDERS = Step("/orders/", "main", "督办单在这里",
              "谁发给谁、几号前答复、办到哪一步，一张一张列着。答复、整改、办结都写在单子里。")  # fmt: skip


def steps(user: User) -> list[Step]:
    """Return the steps a person can walk, addresses filled in.

    Without a project its steps are left out; who does not write the ledger sees orders in place of importing.
    """
    pk = example(user)
    writes = may.edit_zone(user, user.scope.home)
    found = []
    for one in STEPS:
        if one.address == IMPORTS and not writes:
            found.append(ORDERS)
        elif "{project}" not in one.address:
            found.append(one)
        elif pk:
            found.append(Step(one.address.replace("{project}", str(pk)), one.place, one.title, one.text))
    return found


def example(user: User) -> int | None:
    """Return a project with something to say: a red or yellow one, else any."""
    seen = Project.objects.visible_to(user).counted()
    lit = LightSnapshot.objects.now().filter(colour__in=("yellow", "red"), project__in=seen)
    first = lit.order_by("-rank", "project_id").values_list("project_id", flat=True).first()
    return first or seen.order_by("pk").values_list("pk", flat=True).first()


def path_of(step: Step) -> str:
    """Return the path of a step's page without its conditions."""
    return urlsplit(step.address).path
