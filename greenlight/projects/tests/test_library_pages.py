"""The pages of the node library: the draft worked on from first step to version, both values shown."""

from __future__ import annotations

from typing import Any

import pytest

from greenlight.projects import library
from greenlight.projects.models import TemplateNode
from greenlight.projects.tests.looking import client, page
from tests import make

pytestmark = pytest.mark.django_db
KIND = "attraction"


@pytest.fixture
def node() -> TemplateNode:
    library.seed()
    return TemplateNode.objects.get(code="IND012")


def send(who: Any, path: str, data: dict[str, Any], status: int = 302) -> str:
    answer = who.post(path, data)
    assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[-2000:])
    return str(answer.content.decode()) if status != 302 else str(answer.headers["Location"])


def test_the_draft_is_worked_on_by_page_from_first_step_to_version(node: TemplateNode) -> None:
    lin = client(make.lin())
    step = f"/library/nodes/{node.pk}/step/"
    assert "#IND012" in send(lin, step, {"do": "down"})
    draft = library.draft_of(make.zone().pk, KIND)
    assert draft
    one = draft.nodes.get(code="IND012")
    links = {"pred": ["IND010", ""], "link": ["SS", "FS"], "lag": ["5", "0"], "lag_clock": ["workday"] * 2}
    send(lin, f"/library/nodes/{one.pk}/links/", links)
    added = {"kind": KIND, "after": "IND012", "name": "安全预评价", "duration": "15", "clock": "workday",
             "condition": "always"}  # fmt: skip
    send(lin, "/library/nodes/new/", added)
    text = page(make.lin(), f"/library/draft/?kind={KIND}")
    assert "安全预评价" in text
    assert "等“" in text
    looked = {"kind": KIND, "edits": "1", "reason": "缩短", "do": "publish"}
    assert "再看一遍" in send(lin, "/library/publish/", looked, 409)
    send(lin, "/library/publish/", looked | {"edits": "3"})
    made = library.template_for(make.zone().pk, KIND)
    assert made
    assert made.version == 2
    assert "安全预评价" in page(make.lin(), f"/library/versions/?kind={KIND}&v={made.pk}")


def test_a_lag_that_is_no_number_is_refused_and_what_was_typed_is_answered(node: TemplateNode) -> None:
    data = {"pred": "IND010", "link": "FS", "lag": "五天", "lag_clock": "workday"}
    assert "不是天数" in send(client(make.lin()), f"/library/nodes/{node.pk}/links/", data, 409)


def test_a_collision_on_the_page_shows_theirs_and_keeps_mine(node: TemplateNode) -> None:
    text = page(make.lin(), f"/library/nodes/{node.pk}/")
    assert 'name="base"' in text
    base = f'{{"duration": {node.duration}, "name": "{node.name}"}}'
    values = {
        "name": node.name, "department": node.department, "clock": "workday", "condition": "always",
        "evidence": "\n".join(node.evidence), "gates_stage": node.gates_stage, "base": base,
    }  # fmt: skip
    send(client(make.lin()), f"/library/nodes/{node.pk}/", values | {"duration": "7"})
    told = send(client(make.zhao()), f"/library/nodes/{node.pk}/", values | {"duration": "9"}, 409)
    assert "工期：7 天" in told
    assert 'value="9"' in told
