"""Papers: handed in, accepted, sent back."""

from __future__ import annotations

import pytest

from greenlight.base import files
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import User
from greenlight.projects import actions, library
from greenlight.projects.models import Assignment, Evidence, Project
from greenlight.projects.tests.looking import fresh, last, rows
from tests import make

pytestmark = pytest.mark.django_db
NODE, PAPER = "IND012", "24位项目代码"


@pytest.fixture
def project() -> Project:
    library.seed()
    made = make.project()
    Assignment.objects.create(project=made, zone=made.zone, role="lead", unit=make.unit())
    return made


def given(project: Project, who: User | None = None, name: str = PAPER) -> Evidence:
    by = make.by(who or make.sun())
    file = files.store(by, b"%PDF-1.7 x", "备案证.pdf", subject=("project", project.pk))
    return actions.hand_in(by=by, project=project, node_code=NODE, name=name, file=file)


def test_a_responsible_unit_hands_in_a_paper_that_waits(project: Project) -> None:
    paper = given(project)
    assert (paper.state, paper.file and paper.file.name, paper.zone_id) == (
        "handed_in", "备案证.pdf", project.zone_id,
    )  # fmt: skip
    assert (last(project).verb, last(project).after["paper"]) == ("evidence.hand_in", PAPER)
    assert fresh(project).version == 2


def test_a_paper_from_somebody_who_may_accept_it_is_accepted(project: Project) -> None:
    paper = given(project, make.lin())
    assert (paper.state, paper.accepted_by_name) == ("accepted", "lin")


@pytest.mark.parametrize(("node", "name"), [("IND012", "菜单"), ("XXX999", PAPER), ("x" * 500, PAPER)])
def test_a_paper_nobody_asked_for_is_refused(project: Project, node: str, name: str) -> None:
    with pytest.raises(Refused, match="没有要这份资料"):
        actions.hand_in(by=make.by(), project=project, node_code=node, name=name, file=None)
    assert not Evidence.objects.exists()


def test_who_does_not_answer_for_the_project_hands_in_nothing(project: Project) -> None:
    other = make.user("li", "unit_handler", of_unit=make.unit("别的局"))
    for person in (other, make.wu(), make.chen()):
        with pytest.raises(NotAllowed):
            given(project, person)


def test_a_liaison_who_is_assigned_hands_in(project: Project) -> None:
    Assignment.objects.create(project=project, zone=project.zone, role="liaison", user=make.he())
    assert given(project, make.he()).state == "handed_in"


def test_a_group_asks_for_no_papers() -> None:
    library.seed()
    with pytest.raises(Refused, match="是项目群"):
        given(make.project(is_group=True), make.lin())


def test_a_paper_is_accepted_once(project: Project) -> None:
    paper = given(project)
    actions.accept(by=make.by(), evidence=paper)
    assert (fresh_of(paper).state, fresh_of(paper).accepted_by_name) == ("accepted", "lin")
    assert (last(project).verb, last(project).before["state"]) == ("evidence.accepted", "handed_in")
    before = rows()
    with pytest.raises(Refused, match="现在是“已审”"):
        actions.accept(by=make.by(), evidence=paper)
    assert rows() == before


def fresh_of(paper: Evidence) -> Evidence:
    return Evidence.objects.get(pk=paper.pk)


def test_a_paper_sent_back_says_why_and_another_takes_its_place(project: Project) -> None:
    paper = given(project)
    actions.send_back(by=make.by(), evidence=paper, note=" 缺章 ")
    assert (fresh_of(paper).state, fresh_of(paper).note) == ("sent_back", "缺章")
    assert (last(project).verb, last(project).why) == ("evidence.sent_back", "缺章")
    assert actions.missing_for(project, "registration")[0].evidence == tuple(papers(project))
    actions.accept(by=make.by(), evidence=given(project))
    assert PAPER not in actions.missing_for(project, "registration")[0].evidence


def papers(project: Project) -> list[str]:
    template = library.template_for(project.zone_id, project.kind)
    assert template is not None
    return list(template.nodes.get(code=NODE).evidence)


def test_a_paper_accepted_by_mistake_may_still_be_sent_back(project: Project) -> None:
    paper = given(project, make.lin())
    actions.send_back(by=make.by(), evidence=paper, note="传错文件")
    assert fresh_of(paper).state == "sent_back"
    with pytest.raises(Refused, match="现在是“退回”"):
        actions.accept(by=make.by(), evidence=paper)


@pytest.mark.parametrize("note", ["", " ", "长" * 201])
def test_sending_back_without_a_reason_is_refused(project: Project, note: str) -> None:
    paper = given(project)
    with pytest.raises(Refused):
        actions.send_back(by=make.by(), evidence=paper, note=note)
    assert fresh_of(paper).state == "handed_in"


def test_only_editors_decide(project: Project) -> None:
    paper = given(project)
    with pytest.raises(NotAllowed):
        actions.accept(by=make.by(make.sun()), evidence=paper)
    with pytest.raises(NotAllowed):
        actions.send_back(by=make.by(make.sun()), evidence=paper, note="x")
