"""Random small networks around the spring festival, with everything a plan can hold."""

from datetime import date, timedelta

from hypothesis import strategies as st

from greenlight.kernel.schedule import Activity, Link, LinkType, Network
from greenlight.kernel.tests.chinese_days import CHINA
from greenlight.kernel.workdays import Clock, Exceptional

CLOCKS = st.sampled_from(Clock)
DAYS = st.dates(date(2026, 1, 26), date(2026, 3, 20))
SITE = CHINA.merged(Exceptional(date(2026, 3, 2) + timedelta(days=n), "holiday", "停工") for n in range(3))


@st.composite
def networks(draw: st.DrawFn, *, plain: bool = False, dated: bool = True) -> Network:
    """Networks of up to eight activities; `plain`: finish-start on one working calendar."""
    n = draw(st.integers(1, 8))
    activities = [draw(activities_of(f"N{at}", plain, dated)) for at in range(n)]
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=14))
    links = [draw(links_of(f"N{a}", f"N{b}", plain)) for a, b in pairs if a < b]
    shuffled = draw(st.permutations(activities))
    off = draw(st.sampled_from([(), ("new_land",)]))
    return Network.build(shuffled, links, CHINA, calendars={"site": SITE}, off=off)


@st.composite
def activities_of(draw: st.DrawFn, key: str, plain: bool, dated: bool) -> Activity:
    """One activity."""
    duration = draw(st.integers(0, 6))
    condition = draw(st.sampled_from(["", "", "", "new_land"]))
    maybe = st.one_of(st.none(), st.none(), DAYS) if dated else st.none()
    floor, deadline = draw(maybe), draw(maybe)
    if plain:
        return Activity(key, duration, condition=condition, not_earlier_than=floor, deadline=deadline)
    start, finish = sorted([draw(DAYS), draw(DAYS)])
    actual = draw(st.sampled_from(["no", "no", "no", "started", "done", "both"] if dated else ["no"]))
    return Activity(
        key,
        duration,
        draw(CLOCKS),
        calendar=draw(st.sampled_from(["", "site"])),
        condition=condition,
        not_earlier_than=floor,
        deadline=deadline,
        actual_start=start if actual in ("started", "both") else None,
        actual_finish=finish if actual in ("done", "both") else None,
        rolls=draw(st.booleans()),
    )


@st.composite
def links_of(draw: st.DrawFn, pred: str, succ: str, plain: bool) -> Link:
    """One link."""
    if plain:
        return Link(pred, succ, lag=draw(st.integers(-2, 4)))
    kind = draw(st.sampled_from(LinkType))
    return Link(pred, succ, kind, draw(st.integers(-3, 6)), draw(CLOCKS))
