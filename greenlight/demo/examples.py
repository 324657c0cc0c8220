"""The invented part: projects marked 示例, dated around the day of the first start.

Seeded: the same day always gives the same zone. Each project is first given the light it is to
show and then a life that shows it, so the shares hold on any day of the year.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from greenlight.demo.published import phase, read
from greenlight.demo.records import DemoListing, DemoMilestone, DemoProject
from greenlight.kernel.stages import ATTRACTION, CHAINS, GOVERNMENT, TECHNICAL_UPGRADE, following

SEED = 330881
YEAR_LIST, PROVINCE_LIST, THOUSAND_LIST = "年度重点项目清单", "省重点项目", "千项万亿"

# Of 71 invented projects: 70 % green, 15 % yellow, 8 % red, the rest not yet due or done.
SHARES = (("green", 50), ("yellow", 11), ("red", 6), ("grey", 2), ("blue", 2))
CAUSES = {"yellow": ("milestone", "investment"), "red": ("milestone", "start", "investment")}


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone of an example's life: days from 开工, owner, words on site, what hinders it."""

    key: str
    name: str
    day: int
    owner: str
    words: str
    hindrance: str


def _steps(text: str) -> tuple[Step, ...]:
    rows = (line.split("|") for line in text.strip().splitlines())
    return tuple(
        Step(key.strip(), name, int(day), owner, words, why) for key, name, day, owner, words, why in rows
    )


LIVES: dict[str, tuple[Step, ...]] = {
    ATTRACTION: _steps(
        """
        signed|签订投资协议|-250|招商投资促进中心|洽谈中|协议条款还在商议
        registration|项目赋码备案|-200|发展和改革局|项目公司注册|备案资料待补正
        land_secured|签订土地出让合同|-75|自然资源和规划局|方案设计|用地组件报批未完成
        groundbreaking|正式开工|0|住房和城乡建设局|场地平整|施工许可资料待补，暂不能开工
        structure|主体结构结顶|150|建设管理科|主体结构施工|连续降雨，主体施工慢于计划
        completed|竣工验收备案|330|住房和城乡建设局|外立面和室外配套施工|消防验收整改未完成
        in_production|正式投产|420|经济和信息化局|设备安装调试|排污许可证未核发
        """
    ),
    GOVERNMENT: _steps(
        """
        registration|可行性研究报告批复|-230|发展和改革局|可研编制|可研评审意见待修改
        land|建设用地规划许可|-110|自然资源和规划局|用地报批|净地移交未完成
        groundbreaking|正式开工|0|住房和城乡建设局|施工招标|施工招标未完成
        structure|主体完成|170|建设管理科|主体施工|管线迁改影响施工
        completed|竣工验收备案|350|住房和城乡建设局|附属工程施工|专项验收整改未完成
        """
    ),
    TECHNICAL_UPGRADE: _steps(
        """
        registration|技改备案|-60|经济和信息化局|方案编制|备案资料待补正
        groundbreaking|开工（设备进场）|0|经济和信息化局|设备采购|设备合同未签
        completed|设备安装完成|160|企业服务科|设备安装|进口设备到货晚
        in_production|投产验收|230|经济和信息化局|联机调试|环保验收资料待补
        """
    ),
}
DONE_WORDS = {ATTRACTION: "已投产", GOVERNMENT: "已竣工投用", TECHNICAL_UPGRADE: "已投产"}
UNITS_OF = {
    ATTRACTION: ("经济发展科", "招商投资促进中心", "企业服务科"),
    GOVERNMENT: ("建设管理科",),
    TECHNICAL_UPGRADE: ("经济和信息化局", "企业服务科"),
}
SPONSORS = ("示例·姜志刚", "示例·郑国平", "示例·柴立新")
LIAISONS = ("示例·祝佳", "示例·徐文军", "示例·吴建军", "示例·毛小燕")
CONTACTS = ("示例·何明", "示例·周晨", "示例·王芳", "示例·赵磊", "示例·陈静", "示例·杨帆")


def report_period(today: date) -> tuple[int, int]:
    """Year and month of the last report on that day: in January and February last December.

    January is not reported by itself, so the first report of a year is 1—2月 in March.
    """
    return (today.year, today.month - 1) if today.month > 2 else (today.year - 1, 12)


def example_projects(today: date) -> tuple[DemoProject, ...]:
    """The invented projects as they stand on `today`."""
    rows = read("examples.csv")
    lights = _lights(len(rows))
    causes = dict.fromkeys(CAUSES, 0)
    found = []
    for number, (row, light) in enumerate(zip(rows, lights, strict=True)):
        cause = ""
        if light in CAUSES:
            cause = CAUSES[light][causes[light] % len(CAUSES[light])]
            causes[light] += 1
        found.append(_Life(row, number, light, cause, today).project())
    return tuple(found)


def _lights(count: int) -> list[str]:
    lights = [light for light, share in SHARES for _ in range(share)]
    if len(lights) != count:
        raise ValueError(f"示例项目 {count} 个，灯色分配了 {len(lights)} 个")
    _dice(0).shuffle(lights)
    return lights


def _dice(number: int) -> Random:
    return Random(SEED * 1000 + number)  # noqa: S311 - a demo is no secret


class _Life:
    """One example's life, bent so that it shows its light on `today`."""

    def __init__(self, row: dict[str, str], number: int, light: str, cause: str, today: date) -> None:
        self.row, self.number, self.light, self.today = row, number, light, today
        self.rng = _dice(number + 1)
        self.kind = row["kind"]
        self.steps = LIVES[self.kind]
        self.pace = self.rng.uniform(0.85, 1.25)
        self.year, self.month = report_period(today)
        # Too early in the year nobody can be 30 points behind: a date must be late instead.
        self.cause = "milestone" if cause == "investment" and self._least_behind() is None else cause
        self.at = self._position()
        self.milestones = self._milestones()

    def _least_behind(self) -> tuple[float, float] | None:
        low, high = (31.0, 45.0) if self.light == "red" else (11.0, 28.0)
        high = min(high, 100 * self.month / 12 - 0.5)
        return (low, high) if high > low else None

    @property
    def _start_at(self) -> int:
        return next(n for n, step in enumerate(self.steps) if step.key == "groundbreaking")

    def _position(self) -> int:
        """The milestone that is next: all before it are done."""
        if self.light in ("grey", "blue"):
            return 0 if self.light == "grey" else len(self.steps)
        if self.cause == "start":
            return self._start_at
        first = self._start_at + 1 if self.cause == "investment" else 1
        places = list(range(first, len(self.steps)))
        # Most of a zone's projects are under construction.
        weights = [3 if place > self._start_at else 1 for place in places]
        return self.rng.choices(places, weights)[0]

    def _gap(self, place: int) -> int:
        return int((self.steps[place].day - self.steps[place - 1].day) * self.pace)

    def _next_due(self) -> date:
        """When the next milestone is due: late by what the light asks, else ahead."""
        if self.light == "blue":
            return self.today - timedelta(days=self.rng.randint(20, 200))
        late = {"yellow": (3, 25), "red": (35, 80)}.get(self.light)
        if self.cause == "start":
            late = (95, 125)
        if late and self.cause != "investment":
            return self.today - timedelta(days=self.rng.randint(*late))
        room = 60 if self.at == 0 else int(self._gap(self.at) * 0.8)
        return self.today + timedelta(days=self.rng.randint(5, max(room, 6)))

    def _milestones(self) -> tuple[DemoMilestone, ...]:
        anchor = min(self.at, len(self.steps) - 1)
        due = self._next_due()
        planned = [
            due + timedelta(days=int((step.day - self.steps[anchor].day) * self.pace)) for step in self.steps
        ]
        return tuple(
            DemoMilestone(
                key=step.key,
                name=step.name,
                planned=day,
                done=self._done(day) if place < self.at else None,
                percent=self._percent(place),
                owner=step.owner,
            )
            for place, (step, day) in enumerate(zip(self.steps, planned, strict=True))
        )

    def _done(self, planned: date) -> date:
        return min(planned + timedelta(days=self.rng.randint(-6, 12)), self.today - timedelta(days=1))

    def _percent(self, place: int) -> int | None:
        running = place == self.at and place > self._start_at
        return self.rng.randint(20, 85) if running else None

    def _by_key(self, key: str) -> DemoMilestone:
        return next(milestone for milestone in self.milestones if milestone.key == key)

    def _stage(self) -> str:
        chain = [stage.code for stage in CHAINS[self.kind]]
        reached = [m.key for m in self.milestones if m.done and m.key in chain]
        if reached:
            return reached[-1]
        after = following(self.kind, chain[0])
        return after.code if self.kind == ATTRACTION and after else chain[0]

    def _nature(self, year: int) -> str:
        start, end = self._by_key("groundbreaking"), self._by_key("completed")
        if start.planned.year > year:
            return "reserve"
        if start.planned.year == year:
            return "new"
        return "finishing" if end.planned.year <= year else "continuing"

    def _listings(self) -> tuple[DemoListing, ...]:
        years = sorted({self.year, self.today.year})
        names = [YEAR_LIST]
        if self.number % 11 == 0:
            names.append(PROVINCE_LIST)
        if self.number % 17 == 0:
            names.append(THOUSAND_LIST)
        return tuple(
            DemoListing(name, year, self._nature(year), self._nature(year) == "new")
            for year in years
            for name in names
        )

    def _money(self) -> tuple[Decimal | None, Decimal | None, dict[int, Decimal]]:
        """What was done to last year's end, the year plan, and the cumulative amounts."""
        total = Decimal(self.row["total_wan"])
        if self.light == "blue":
            return _tens(total * Decimal("0.97")), None, {}
        waiting = self.at <= self._start_at and self.cause != "start"
        if self.light == "grey" or waiting:
            return None, None, {}
        begun_before = self._by_key("groundbreaking").planned.year < self.year
        share = Decimal(str(round(self.rng.uniform(0.15, 0.4), 3)))
        prior = _tens(total * share) if begun_before else Decimal(0)
        plan = _tens(total * Decimal(str(round(self.rng.uniform(0.28, 0.5), 3))))
        return prior, plan, self._ytd(plan)

    def _rate(self) -> float:
        """投资完成率 by the last report, in percent."""
        if self.cause == "start":
            return 0.0
        time = 100 * self.month / 12
        bounds = self._least_behind() if self.cause == "investment" else None
        if bounds:
            return time - self.rng.uniform(*bounds)
        return min(time + self.rng.uniform(-8.5, 8.0), 99.0)

    def _ytd(self, plan: Decimal) -> dict[int, Decimal]:
        rate = self._rate()
        ytd = {}
        for month in range(2, self.month + 1):
            bent = (month / self.month) ** 1.15  # work starts slowly after the Spring Festival
            ytd[month] = (plan * Decimal(str(round(rate * bent, 4))) / 100).quantize(Decimal(1))
        if self.number % 9 == 4 and self.month > 5:
            del ytd[self.month - 2]  # a month nobody reported
        if self.number % 23 == 7 and self.month > 6:
            ytd[self.month - 4] = ytd[self.month - 3] + 60  # cut back a month later (核减)
        return ytd

    def _site(self) -> tuple[str, int | None]:
        if self.at >= len(self.steps):
            return DONE_WORDS[self.kind], 100
        words = self.steps[self.at].words
        if self.at <= self._start_at:
            return words, None
        start, end = self._by_key("groundbreaking"), self._by_key("completed")
        if end.done:
            return words, 100
        gone = (self.today - (start.done or start.planned)).days
        share = 100 * gone // max((end.planned - start.planned).days, 1)
        return words, min(max(share, 3), 96)

    def project(self) -> DemoProject:
        """The project with everything a clerk's ledger would say about it."""
        prior, plan, ytd = self._money()
        words, percent = self._site()
        group, phase_no = phase(self.row["name"])
        units = UNITS_OF[self.kind]
        return DemoProject(
            name=self.row["name"],
            kind=self.kind,
            stage=self._stage(),
            is_example=True,
            enterprise=self.row["enterprise"],
            industry=self.row["industry"],
            nature=self._nature(self.year),
            location=self.row["location"],
            scale=self.row["scale"],
            total_wan=Decimal(self.row["total_wan"]),
            land_mu=Decimal(self.row["land_mu"]) if self.row["land_mu"] else None,
            stage_date=self._stage_date(),
            unit=units[self.number % len(units)],
            sponsor=SPONSORS[self.number % len(SPONSORS)],
            liaison=LIAISONS[self.number % len(LIAISONS)],
            contact=CONTACTS[self.number % len(CONTACTS)],
            phone=f"13{self.number % 10}0000{1000 + self.number * 37 % 9000}",
            milestones=self.milestones,
            plan_year=self.year if plan is not None else None,
            year_plan_wan=plan,
            ytd_by_month=ytd,
            prior_wan=prior,
            site_words=words,
            site_percent=percent,
            site_updated=self.today - timedelta(days=self.rng.randint(1, 20)),
            issue=self._issue(),
            next_step=self._next_step(),
            listings=self._listings(),
            group=group,
            phase_no=phase_no,
            source="示例",
        )

    def _stage_date(self) -> str:
        done = [m.done for m in self.milestones if m.done and m.key == self._stage()]
        return done[-1].isoformat() if done else ""

    def _issue(self) -> str:
        if self.cause == "investment":
            return "设备到货慢，当月投资未能按计划入账"
        return self.steps[self.at].hindrance if self.cause else ""

    def _next_step(self) -> str:
        if self.at >= len(self.steps):
            return ""
        step, milestone = self.steps[self.at], self.milestones[self.at]
        return f"{step.owner}推进{step.name}，计划 {milestone.planned:%Y-%m-%d} 完成"


def _tens(amount: Decimal) -> Decimal:
    """Whole tens of 万元, as plans are written."""
    return (amount / 10).quantize(Decimal(1)) * 10
