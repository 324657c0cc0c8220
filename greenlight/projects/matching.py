"""Which project a row of a workbook means: by 项目代码, by name, by a spelling confirmed before.

一期 and 二期 are two projects, and so are 年产5万吨 and 年产8万吨. A name that is only close is asked
about, never matched. Only the projects of one zone are known here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from greenlight.base.imports.subject import Candidate, Match, Prepared, Values
from greenlight.enterprises.models import Enterprise
from greenlight.kernel.parse.text import name_key, phase, squeeze
from greenlight.projects.models import Project, ProjectAlias, ProjectCode
from greenlight.projects.units import NAME_LENGTH, Units, parts

CLOSE = 0.6  # share of common pairs of characters above which two names are asked about
MOST_ASKED = 300  # new names compared with the others; beyond that the file is another list
MOST_CANDIDATES = 3
_COMMON = re.compile("项目|工程|建设|改造|生产线|年产|新建|扩建")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


class ProjectMatcher:
    """The projects of one zone by code, name and confirmed spelling; four queries."""

    def __init__(self, zone_id: int) -> None:
        self.zone_id = zone_id
        self.names: dict[int, str] = {}
        self.keys: dict[int, str] = {}
        self.by_name: dict[str, list[int]] = defaultdict(list)
        self.gone: set[int] = set()
        self._load_projects()
        codes = ProjectCode.objects.filter(zone_id=zone_id).order_by("pk")
        rows = list(codes.values_list("code", "project_id", "valid_to"))
        self.by_code = {code: pk for code, pk, ended in rows if ended is None}
        self.old_codes = {code: pk for code, pk, ended in rows if ended is not None}
        self.has_code = set(self.by_code.values())
        spellings = ProjectAlias.objects.filter(zone_id=zone_id).values_list("name", "project_id")
        self.by_alias = {name_key(name): pk for name, pk in spellings}
        self.units = Units.of(zone_id)
        self._owners: dict[str, str] | None = None
        self._known_owners: dict[str, str] = {}

    def _load_projects(self) -> None:
        rows = Project.objects.filter(zone_id=self.zone_id, is_group=False).order_by("pk")
        for pk, name, halt in rows.values_list("pk", "name", "halt").iterator(chunk_size=5000):
            self.names[pk], self.keys[pk] = name, (key := name_key(name))
            self.by_name[key].append(pk)
            if halt == "terminated":
                self.gone.add(pk)

    def find(self, values: Mapping[str, Any]) -> Match:
        """Match one row; see the module's text."""
        name, code = str(values["project_name"]), values.get("project_code")
        key = name_key(name)
        alias = self.by_alias.get(key)
        named = self.by_name.get(key) or ([alias] if alias in self.names else [])
        owner = self._by_code(code)
        if owner is not None:
            return self._known_by_code(owner, key, named, alias)
        if len(named) > 1:
            return Match(candidates=tuple(self._candidate(pk, "同名") for pk in named))
        if named and code and named[0] in self.has_code:
            return Match(candidates=(self._candidate(named[0], "同名，项目代码不同"),))
        return Match(id=named[0]) if named else Match()

    def _by_code(self, code: str | None) -> int | None:
        if not code:
            return None
        found = self.by_code.get(code) or self.old_codes.get(code)
        return found if found in self.names else None

    def _known_by_code(self, owner: int, key: str, named: list[int], alias: int | None) -> Match:
        if named and owner not in named:
            others = [self._candidate(pk, "名称相同") for pk in named]
            return Match(candidates=(self._candidate(owner, "项目代码相同"), *others[:MOST_CANDIDATES]))
        spelled = key == self.keys[owner] or alias == owner
        return Match(id=owner, renamed=not spelled)

    def _candidate(self, pk: int, why: str = "") -> Candidate:
        return Candidate(pk, self.names[pk], why)

    def near(self, names: Sequence[str], seen: set[int]) -> dict[str, tuple[Candidate, ...]]:
        """Compare new names with the projects the file does not hold.

        The cost is bounded: at most MOST_ASKED names, and one pass over the zone's projects.
        """
        asked = {name: _pairs(name) for name in names[:MOST_ASKED]}
        wanted = set().union(*asked.values()) if asked else set()
        if not wanted or len(names) > MOST_ASKED:
            return {}
        postings = self._postings(wanted, seen)
        found = {name: self._closest(name, pairs, postings) for name, pairs in asked.items()}
        return {name: candidates for name, candidates in found.items() if candidates}

    def _postings(self, wanted: set[str], seen: set[int]) -> dict[str, list[int]]:
        postings: dict[str, list[int]] = defaultdict(list)
        for pk, name in self.names.items():
            if pk not in seen and pk not in self.gone:
                for pair in _pairs(name) & wanted:
                    postings[pair].append(pk)
        return postings

    def _closest(
        self, name: str, pairs: set[str], postings: Mapping[str, list[int]]
    ) -> tuple[Candidate, ...]:
        counts: dict[int, int] = defaultdict(int)
        for pair in pairs:
            for pk in postings.get(pair, ()):
                counts[pk] += 1
        alike = [
            (2 * n / (len(pairs) + len(_pairs(self.names[pk]))), pk)
            for pk, n in counts.items()
            if 3 * n >= len(pairs) and _told_apart(name) == _told_apart(self.names[pk])
        ]
        best = sorted((one for one in alike if one[0] >= CLOSE), key=lambda one: (-one[0], one[1]))
        return tuple(self._candidate(pk, "名称相近") for _, pk in best[:MOST_CANDIDATES])

    def prepare(self, values: Values) -> Prepared:
        """Write units and owner as the zone calls them; refuse names that are too long."""
        made = Prepared(values)
        if unit := values.get("unit"):
            longest = len(unit)
            if longest > NAME_LENGTH:
                longest = max((len(one) for one in parts(unit)), default=0)
            if longest > NAME_LENGTH:
                values["unit"] = None
                made.refused["unit"] = f"单位名称有 {longest} 个字，最多 {NAME_LENGTH} 个，请写简称"
            else:
                values["unit"], made.new_units = self.units.called(unit)
        if owner := values.get("owner"):
            if owner not in self._known_owners:
                self._known_owners[owner] = self.owners.get(owner_key(owner)) or owner
            values["owner"] = self._known_owners[owner]
        return made

    @property
    def owners(self) -> dict[str, str]:
        """Return the zone's enterprises by the key of their names; loaded when first asked."""
        if self._owners is None:
            rows = Enterprise.objects.filter(zone_id=self.zone_id).values_list("name_norm", "name")
            self._owners = dict(rows)
        return self._owners

    def unseen(self, seen: set[int]) -> list[Candidate]:
        """List the projects that go on and are not in the file."""
        return [self._candidate(pk) for pk in self.names if pk not in seen and pk not in self.gone]


def owner_key(name: str) -> str:
    """Return the key of an enterprise's name; 有限公司 counts, width and brackets do not."""
    return squeeze(name).upper().replace("(", "").replace(")", "")


def _pairs(name: str) -> set[str]:
    text = _COMMON.sub("", name_key(name)) or name_key(name)
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def _told_apart(name: str) -> tuple[int | None, tuple[str, ...]]:
    """Return what makes two like names two projects: the 期 and every number in them."""
    return phase(name), tuple(_NUMBERS.findall(squeeze(name)))
