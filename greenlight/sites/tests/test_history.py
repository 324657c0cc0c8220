"""In the history of a project nobody meets a raw verb or a column's name: every deed of the site is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

import greenlight.sites
from greenlight.base import undoing
from greenlight.base.models import JournalRow
from greenlight.people.models import Role
from greenlight.projects import history
from greenlight.projects.models import Project
from greenlight.sites import actions, flags
from greenlight.sites.models import Photo, SiteLog
from greenlight.sites.tests import drawn
from greenlight.sites.told import FenceTold, LogTold, PartTold, PhotoTold
from tests import make

pytestmark = pytest.mark.django_db
ROOM = Path(greenlight.sites.__file__).parent
RAW = re.compile(r"[a-z]+(?:[._][a-z_]+)+|\b[a-z]{3,}\b")
TELLING = re.compile(r"site\.[a-z_]+")


def verbs() -> Iterator[str]:
    """Yield every verb the room's deeds write into the journal, as its source says them."""
    for path in [ROOM / "undoing.py", *(ROOM / "actions").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from [node.value] if TELLING.fullmatch(node.value) else []


def lived() -> Project:
    """A project on which every deed of the room was done, and what can be taken back was."""
    by, project = make.by(), make.project(location="城南")
    wanted = [PartTold("主体结构", Decimal(3)), PartTold("设备安装", Decimal(1))]
    parts = actions.define_parts(by=by, project=project, parts=wanted)
    actions.set_fence(by=by, project=project, fence=FenceTold(28.7, 118.6, 300))
    told = LogTold(
        uuid4(), make.TODAY, "", {parts[0].pk: Decimal(40)}, workers=46, machines=3, problem_kind="material",
        problem="彩钢板没到", reason="返工",
    )  # fmt: skip
    log = actions.send_log(by=by, project=project, log=told)
    right = replace(
        told, words="封顶", parts={parts[1].pk: Decimal(30)}, problem_kind="people", machines=None
    )
    actions.correct_log(by=by, log=log, told=right, why="写错了")
    _photographed(log)
    border = ((118.6, 28.7), (118.7, 28.7), (118.7, 28.8))
    actions.set_fence(by=by, project=project, fence=FenceTold(polygon=border))
    actions.retract_log(by=by, log=log, why="记错了项目")
    for verb in (
        "site.retract",
        "site.photo_retract",
        "site.explain",
        "site.correct",
        "site.fence",
        "site.log",
    ):
        undoing.take_back(by, JournalRow.objects.filter(verb=verb).latest("seq"))
    return project


def _photographed(log: SiteLog) -> None:
    by, one, image = make.by(), uuid4(), drawn.scene(3, (400, 300))
    for data, is_original in ((drawn.jpeg(image, place=None), False), (drawn.jpeg(image), True)):
        told = PhotoTold(one, is_original=is_original)
        photo = actions.add_photo(by=by, log=log, data=data, name="a.jpg", told=told)
    photo = Photo.objects.get()
    actions.explain_photo(by=by, photo=photo, words="马路对面拍的")
    actions.open_original(by=make.by(make.user("hu", Role.INSPECTOR)), photo=photo)
    actions.retract_photo(by=by, photo=photo, why="拍错了")


def test_every_verb_of_the_room_has_its_word() -> None:
    found = set(verbs())
    assert {"site.log", "site.explain", "site.photo_retract", "site.reflag", "site.original"} <= found
    assert found - set(history.VERBS) == set()


def test_no_field_and_no_code_is_shown_raw(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    project = lived()
    rows = JournalRow.objects.filter(subject_kind="project", subject_id=project.pk, at=make.NOW)
    assert set(verbs()) <= {one.verb for one in rows}
    wrong = set()
    for row in rows:
        code = row.after.get("code", "")
        for entry in history.changes(row.before, row.after):
            said = [re.sub(r"\b[0-9a-f]{64}\b", "", one).replace(code, "") for one in entry]
            wrong |= {(row.verb, *said) for one in said if RAW.search(one)}
    assert wrong == set()
    client = Client()
    client.force_login(make.lin())
    told = client.get(f"/projects/{project.pk}/?tab=log").content.decode()
    for words in ("工人（人）", "机械（台）", "缺人", "彩钢板没到", "主体结构 40%", "说明现场照片", "核验码",
                  "补传照片原图", "主体结构（权重 75%）", "边界 3 个点", "看照片原件"):  # fmt: skip
        assert words in told, words


def test_every_flag_has_its_short_word() -> None:
    assert set(history.CHOICES["flags"]) == set(flags.SAYINGS)
