"""What a plan is drafted from: the node library of a zone, and what is on record of a project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from greenlight.base.refusals import Refused
from greenlight.kernel import stages
from greenlight.plans.keeping import DONE, KEYS, PRODUCING
from greenlight.plans.models import Milestone
from greenlight.projects import library, steps
from greenlight.projects.models import Project, Template, TemplateLink, TemplateNode
from greenlight.projects.steps import Step

NO_TEMPLATE = "节点库里还没有这类项目的节点，请先补节点库。"


@dataclass(frozen=True)
class Library:
    """A template with what a zone makes of it: `owners` is department → unit id."""

    template: Template
    nodes: tuple[TemplateNode, ...]
    links: tuple[TemplateLink, ...]
    owners: Mapping[str, int]

    @classmethod
    def of(cls, zone_id: int, kind: str) -> Library | None:
        """Read the template in force; five queries. None when there is none."""
        template = library.template_for(zone_id, kind)
        if template is None:
            return None
        links = template.links.select_related("pred", "succ")
        return cls(template, tuple(template.nodes.all()), tuple(links), library.mapped(zone_id))

    def owner(self, node: TemplateNode) -> int | None:
        """Return the unit that stands for the leading department, None if nobody mapped it."""
        names = library.departments(node.department)
        return self.owners.get(names[0]) if names else None

    def before(self, codes: Iterable[str]) -> set[str]:
        """Return some nodes and everything that must come before them."""
        behind: dict[str, list[str]] = defaultdict(list)
        for link in self.links:
            behind[link.succ.code].append(link.pred.code)
        found, waiting = set[str](), list(codes)
        while waiting:
            code = waiting.pop()
            if code not in found:
                found.add(code)
                waiting += behind[code]
        return found


@dataclass(frozen=True)
class Known:
    """What is on record of one project: milestones by key, and stages reached with their day."""

    project: Project
    library: Library
    milestones: Mapping[str, Milestone]
    reached: Mapping[str, date | None]

    @property
    def promise(self) -> tuple[str, date] | None:
        """Return the approved, open 投产 or 竣工: the stage and its day."""
        for key in (PRODUCING, DONE):
            stone = self.milestones.get(key)
            if stone and stone.due and not stone.done_on and key not in self.reached:
                return key, stone.due
        return None


def known(project: Project) -> Known:
    """Read what a draft needs. Raises Refused when the library has no nodes for its kind."""
    found = known_of([project]).get(project.pk)
    if found is None:
        raise Refused(NO_TEMPLATE)
    return found


def known_of(projects: Sequence[Project]) -> dict[int, Known]:
    """Read what drafts need of the projects whose kind has a template.

    Two queries, and five for each kind of project.
    """
    ids = [one.pk for one in projects]
    stones: dict[int, dict[str, Milestone]] = defaultdict(dict)
    for stone in Milestone.objects.filter(project_id__in=ids):
        stones[stone.project_id][stone.key] = stone
    reached = steps.reached(map(steps.Standing.of, projects))
    libraries = {kind: Library.of(*kind) for kind in sorted({(one.zone_id, one.kind) for one in projects})}
    return {
        one.pk: Known(one, held, stones[one.pk], _reached(one, reached[one.pk]))
        for one in projects
        if (held := libraries[one.zone_id, one.kind])
    }


def _reached(project: Project, known: Mapping[str, Step]) -> dict[str, date | None]:
    chain = [one.code for one in stages.CHAINS[project.kind]]
    top = stages.place(project.kind, project.stage)
    # The first stage of a chain is where a project begins, not something that was done.
    return {code: known[code].on if code in known else None for code in chain[1 : top + 1]}


def key_of(kind: str, code: str, held: Container[str] = ()) -> str:
    """Return a node's milestone key: 开工, 竣工 and 投产 keep the skeleton's.

    So does any other stage of which the plan already holds a milestone (`held`).
    """
    own = stages.STAGE_NODE[kind]
    return next((key for key in own if own[key] == code and (key in KEYS or key in held)), code)


def code_of(kind: str, key: str) -> str:
    """Return the node of the library a milestone stands for."""
    return stages.STAGE_NODE[kind].get(key, key)
