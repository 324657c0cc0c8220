"""Read a report: every figure with what it counts, of when, whether aimed at or achieved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from heapq import merge

from greenlight.kernel.facts import (
    clauses,
    comparators,
    figures,
    kinds,
    naming,
    parallels,
    periods,
    phrases,
    rating,
    subjects,
    tables,
    targets,
    wording,
)
from greenlight.kernel.facts.breaths import breath
from greenlight.kernel.facts.chars import dates_joined, fold
from greenlight.kernel.facts.clauses import Place
from greenlight.kernel.facts.fact import Fact, Kind, Text
from greenlight.kernel.facts.figure import Figure, Sort
from greenlight.kernel.facts.held import Held
from greenlight.kernel.facts.silence import MARK, hush
from greenlight.kernel.facts.state import State
from greenlight.kernel.facts.thresholds import without
from greenlight.kernel.facts.titles import Titles

_EACH = re.compile("分别|依次|各自")
_PART_OF = re.compile("(?:占|为|完成|达到?|相当于|不足)[^,]{0,10}$")
_OF = re.compile("[一-龥]{2,14}的(?:约|近|超)?")
_AGAINST = re.compile("(?:(?<![同环])比|较|与|同(?!比)|距)[^,]{0,6}$")
_PLAN = re.compile("(?:年度|全年|年)?(?:目标任务|任务|目标|计划)(?=数?分别)")
_PEER = re.compile("(?:比|较|高于|低于|快于|慢于|优于)全[国省市区县州][^,]{0,4}$")
_LINE = re.compile(r"[^\n]+")
STRETCH = 16_000  # characters read at a time


def read(text: Text) -> list[Fact]:
    """Return every quantitative statement of a report in the order of the text.

    Works on plain text and on the tables given with it; a text without numbers gives an empty list.
    """
    return list(hold(text))


def hold(text: Text) -> Held:
    """Return the same facts as `read`, kept by columns: for texts of any length."""
    folded = dates_joined(fold(text.body))
    text = text if text.tables else replace(text, tables=tuple(tables.in_lines(folded)))
    state = State(
        base=periods.first_year(folded),
        running=targets.partly(folded),
        own=wording.own_place(folded),
        half=targets.half(folded),
    )
    held, cells = Held(), Held()
    cells.extend(tables.read(folded, text, state.base))
    prose = _without_tables(folded, text)
    del folded
    held.extend(merge(_prose(prose, state, Titles(text, prose)), cells.in_order(), key=_start))
    return held


def _start(fact: Fact) -> int:
    return fact.start


def _prose(prose: str, state: State, titles: Titles) -> Iterator[Fact]:
    """Read line after line; each line's facts in their order."""
    for facts in _lines(prose, state, titles):
        yield from sorted(facts, key=_start)


def _without_tables(folded: str, text: Text) -> str:
    """Blank the cells of tables, so that prose is not read across them."""
    spans = sorted(cell for table in text.tables for row in table.rows for cell in row if cell)
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [folded[at:start], MARK * (end - max(at, start))]
        at = max(at, end)
    return "".join([*pieces, folded[at:]]) if spans else folded


def _lines(prose: str, state: State, titles: Titles) -> Iterator[list[Fact]]:
    """Read line after line; the figures are found for a stretch of lines at a time."""
    for begin, end in stretches(prose):
        before = max(0, begin - 1)  # the end of the line before is seen as well
        found = [one.moved(before) for one in figures.find(hush(prose[before:end]))]
        found = without(found, prose)
        yield from _of_stretch(prose, found, (begin, end), state, titles)


def _of_stretch(
    prose: str, found: list[Figure], stretch: tuple[int, int], state: State, titles: Titles
) -> Iterator[list[Fact]]:
    at = 0
    for line in _LINE.finditer(prose, *stretch):
        first = at
        while at < len(found) and found[at].start < line.end():
            at += 1
        if not line.start() or prose[line.start() - 1] == "\n":
            state.open_line(line.group(), titles.at(line.start(), line.end()))
        if at > first:
            yield _line(prose, found[first:at], line.start(), line.end(), state)


def stretches(prose: str) -> Iterator[tuple[int, int]]:
    """Cut a text into stretches of whole lines, some thousands of characters each.

    A line longer than that is cut where a sentence ends, or where one may breathe: it is read on.
    """
    begin = 0
    while len(prose) - begin > 2 * STRETCH:
        end = prose.find("\n", begin + STRETCH, begin + 2 * STRETCH) + 1
        end = end or prose.rfind("\n", begin, begin + STRETCH) + 1
        end = end or breath(prose, begin + STRETCH, begin + 2 * STRETCH)
        yield begin, end
        begin = end
    if begin < len(prose):
        yield begin, len(prose)


def _line(prose: str, found: list[Figure], start: int, end: int, state: State) -> list[Fact]:
    places = _with_range_tails(clauses.places(prose, found, start, end))
    facts: list[Fact] = []
    skip = 0
    for at, place in enumerate(places):
        if skip:
            skip -= 1
            continue
        count = parallels.run_length(places, at)
        named = _named(place, count, state) if count > 1 else []
        run = places[at : at + count] if named else [place]
        facts += _run(prose, run, named, state, _is_base(places, at))
        skip = len(run) - 1
    return _all_named(facts)


def _named(place: Place, count: int, state: State) -> list[str]:
    """Return the names of the numbers of a list, empty when the words do not list as many."""
    if place.figure.sort == Sort.POINTS:
        own, each = phrases.differences(place.lead, count)
        if not each and _EACH.search(place.lead) and len(state.rates) >= count:
            return [one + phrases.movement(place.lead) for one in state.rates[-count:]]
        return [(own or state.subject) + one for one in each]
    named = parallels.subjects(place.lead, count, state.group, state.recent, place.aside)
    if _EACH.search(place.lead):
        named = [one.removesuffix("完成率") + _of_plan(place) for one in named]
    state.together = parallels.all_of(place.lead) if named else ""
    if named and place.aside:
        state.together = naming.of_lead(_EACH.sub("", place.lead))
    return named


def _of_plan(place: Place) -> str:
    """Return what 分别 says of a plan: 分别完成年度任务的 is 完成率, 年度任务分别为 is 年度任务."""
    if place.figure.sort == Sort.PERCENT:
        return "完成率" if phrases.plan_rate(place.lead) is not None else ""
    found = _PLAN.match(place.lead)
    return found.group() if found else ""


def _all_named(facts: list[Fact]) -> list[Fact]:
    """Name a fact that opens its sentence by what follows: 15天完成444户房屋签约."""
    for at in range(len(facts) - 2, -1, -1):
        if not facts[at].indicator and facts[at + 1].sentence == facts[at].sentence:
            facts[at] = replace(facts[at], indicator=facts[at + 1].indicator)
    return facts


def _with_range_tails(places: list[Place]) -> list[Place]:
    """Give the lower end of a range the words after the upper: 8至10个项目."""
    return [
        replace(one, tail=other.tail)
        if one.figure.range_of >= 0 and one.figure.range_of == other.figure.range_of
        else one
        for one, other in zip(places, [*places[1:], *places[-1:]], strict=True)
    ]


def _is_base(places: list[Place], at: int) -> bool:
    """Tell whether a figure is what the next one is a part of: 为年任务75亿元的23.7%, 126家开发区第33名."""
    if at + 1 >= len(places) or not places[at + 1].joined:
        return False
    later = places[at + 1]
    if later.figure.sort in (Sort.PERCENT, Sort.TIMES):
        return later.lead.startswith("的") or bool(
            _PART_OF.search(places[at].lead) and _OF.fullmatch(later.lead)
        )
    if _AGAINST.search(places[at].lead) and later.lead.startswith("的"):
        return True
    return later.figure.sort == Sort.RANK and places[at].figure.sort == Sort.COUNT


def _run(prose: str, run: list[Place], named: list[str], state: State, base: bool) -> list[Fact]:
    """Return the facts of one place, or of a list of numbers whose subjects are named together."""
    if named:
        state.group, state.prefix = named, ""
        return [
            _fact(prose, place, _lead_in_list(place, run[0]), name, state)
            for place, name in zip(run, named, strict=True)
        ]
    place = run[0]
    state.group = parallels.jointly(place.lead) or state.group
    kept = (state.subject, state.topic, state.whole, state.kind)
    fact = _fact(prose, place, _lead(place, state), "", state)
    state.prefix = place.lead if base or place.figure.sort == Sort.RUN else ""
    if base:
        state.subject, state.topic, state.whole, state.kind = kept
    return [fact]


def _lead_in_list(place: Place, first: Place) -> str:
    """Return the words a number of a list is meant by: its own (和下降5.6%), else those of the first."""
    return place.lead if phrases.movement(place.lead) else first.lead


def _lead(place: Place, state: State) -> str:
    """Return the words before a figure, with those before its base: 占年任务(75亿元)的, 在全省(126家)列第."""
    if not place.joined or not state.prefix:
        return place.lead
    return state.prefix if place.figure.sort == Sort.RANK else state.prefix + place.lead


def _before(place: Place, state: State) -> Kind | None:
    """Return the kind a figure goes on with; a peer in brackets (比全市(5.9%)) with the last percentage."""
    if place.bracketed and state.percent and _PEER.search(place.lead):
        return state.percent
    return None if _starts(place) else state.kind


def _starts(place: Place) -> bool:
    """Tell whether a figure begins a sentence or stretch, so that no kind is carried on to it."""
    return place.hard and not place.bracketed and not place.joined


def _fact(prose: str, place: Place, lead: str, name: str, state: State) -> Fact:
    figure = place.figure
    state.hear(prose, place)
    said = place.before + lead if subjects.only_is(lead) else lead
    kind = kinds.of(figure, said, place.tail, _before(place, state))
    state.percent = kind if figure.sort == Sort.PERCENT else state.percent
    subject = subjects.of(place, lead, kind, state, name)
    kind = state.since_start(place, kind)
    losing = figure.value > 0 and figure.sort != Sort.POINTS and kinds.loses(kind, lead)
    value = -figure.value if losing else figure.value
    target = state.is_target(place, kind)
    state.kind = kind
    if kind in (Kind.LEVEL, Kind.COUNT):
        state.recent.append(subject.name)
    elif kind in (Kind.RATE, Kind.SHARE) and figure.sort == Sort.PERCENT:
        state.rates.append(rating.named(kind, subject.name))
    return Fact(
        indicator=wording.without_own(wording.plain(subject.name), state.own),
        value=value,
        unit=figure.unit,
        kind=kind,
        comparator=comparators.of(figure, lead),
        is_target=target,
        period=str(state.period),
        start=figure.start,
        end=figure.end,
        step=figure.step,
        scope=subject.scope,
        sentence=place.sentence,
        clause=place.lead_start,
    )
