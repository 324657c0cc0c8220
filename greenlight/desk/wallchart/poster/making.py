"""What hangs on the sheets: the projects one sees under the wall's conditions; drawn in the background."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from greenlight.base import handouts
from greenlight.base.jobs import Running
from greenlight.base.journal import By
from greenlight.base.models import Job
from greenlight.base.refusals import Refused
from greenlight.desk import chips
from greenlight.desk.wallchart import rows
from greenlight.desk.wallchart.poster import layout, pdf
from greenlight.desk.wallchart.poster.sheet import Poster, Row, drawn
from greenlight.desk.wallchart.rows import Asked, Group, Item
from greenlight.people.models import User, Zone
from greenlight.plans.wall import drawing, facts

KIND = "wall_poster"
MOST = 2000  # projects: some forty sheets of A0 are no wall any more


@dataclass(frozen=True)
class Made:
    """A wall cut into sheets: each its lines and the number of its first project."""

    poster: Poster
    sheets: list[tuple[list[Row], int]]

    def drawn(self, n: int) -> str:
        """Draw sheet `n`, from 1."""
        lines, first = self.sheets[n - 1]
        return drawn(self.poster, lines, first, n, len(self.sheets))


def made(user: User, asked: Asked, address: str) -> Made | None:
    """Lay out what the person sees; None when it is nothing. Refused above MOST projects."""
    chosen = rows.chosen(asked)
    count = chosen.count()
    if count > MOST:
        raise Refused(f"选中了 {count:,} 个项目，一面墙最多排 {MOST:,} 个。请先用条件挑出要挂的再做。")
    items = rows.some(chosen, asked, 0, count)
    if not items:
        return None
    found = rows.groups(chosen, items, asked)
    ids, site = [one.pk for one in items], {one.pk: one.site for one in items}
    day, by_node = user.scope.day, asked.bars == "nodes"
    lines = facts.lines(ids, rows.lit(ids), day, by_node=by_node, site=site)
    scale = drawing.scale_of(lines.values(), day, asked.zoom)
    lights = {name: sum(one.lights.get(name, 0) for one in found) for name in rows.COLOURS}
    high = layout.rows([(one.key, one.items) for one in found])
    zone = Zone.objects.filter(pk=user.scope.home or 0).first()
    poster = Poster(
        f"{zone.name if zone else ''}重点项目作战图", told(asked, count), lights, address, day, scale.first,
        scale.last, high, lines, asked.group == "stage",
    )  # fmt: skip
    return Made(poster, list(cut(found, high.a_sheet)))


def told(asked: Asked, count: int) -> str:
    """Say what hangs there: how many, under which conditions, grouped by what."""
    seen = asked.seen
    said = [chips.words(name, value, seen.user) for name, value in seen.look.named.items()]
    said += [chips.column_words(seen.sheet, name, value) for name, value in seen.look.by_column.items()]
    return "　".join([f"{count:,} 个项目，按{rows.GROUPS[asked.group]}分组", *said])


def cut(groups: list[Group], most: int) -> Iterator[tuple[list[Row], int]]:
    """Cut the groups into sheets, each with the number of its first project."""
    first = 1
    lines: list[tuple[Row, Sequence[Row]]] = [(one, one.items) for one in groups]
    for sheet in layout.sheets(lines, most):
        yield sheet, first
        first += sum(isinstance(one, Item) for one in sheet)


# ---- in the background ----
def start(by: By, words: str, size: str, address: str) -> Job:
    """Ask for the PDF of a wall: the words of its address, the paper, where the QR code leads."""
    back = f"/wallchart/paper/?{words}"
    return handouts.start(by, KIND, f"排作战图 {size}", back=back, words=words, size=size, address=address)


def work(running: Running) -> None:
    """Draw sheet by sheet, bind them, keep the file for who asked."""
    asked, by = running.arguments, running.by()
    running.progress(0, 0, "正在查项目")
    user = User.objects.get(pk=running.job.actor_id or 0).on(by.day)
    found = made(user, Asked.of(user, QueryDict(asked["words"])), asked["address"])
    if found is None:
        raise Refused("没有满足条件的项目，没有可排的。")
    whole, sheets = len(found.sheets) + 1, []
    for n in range(1, whole):
        sheets.append(found.drawn(n))
        running.progress(n, whole, f"画好第 {n} 张，共 {whole - 1} 张")
    size = asked["size"]
    data = pdf.bound(sheets, size)
    running.check()  # whoever stops it is left without a file
    handouts.keep(running, data, f"{found.poster.title}_{by.day}_{size}.pdf")
    running.progress(whole, whole, f"{whole - 1} 张 {size}，{len(data) // 1024:,} KB")


def register() -> None:
    """Register the kind of handout; called when all rooms are loaded."""
    handouts.kind(KIND, "作战图", work)
