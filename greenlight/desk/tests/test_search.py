"""One box: what is found by what is typed, packed or fresh, and that the ledger's box is the same one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from greenlight.base import files
from greenlight.desk.models import Kind, SearchEntry, SearchPage
from greenlight.desk.search import finding, packing, upkeep
from greenlight.desk.search.ledger import projects
from greenlight.desk.search.sounds import sounds
from greenlight.kernel.search import letters, matching
from greenlight.people.models import User
from greenlight.projects import filters
from greenlight.projects.models import Project, ProjectAlias, ProjectCode, ProjectParty
from tests import cases, make

pytestmark = pytest.mark.django_db
CODE, USCC = "2406-330802-04-01-123456", "91330800MA28F00X3Q"
TYPED = [
    word
    for line in (
        "天 天际 互感器 天际互感器有限 tjhgq tianji tianjihgq 天际hgq chongqing zhongqing cqyh",
        "重庆yh yinhang LED led zm 5g 智造新城 2406-330802 91330800 新材料 甲 a t xm 项目 二期 qyzx",
    )
    for word in line.split()
]


@pytest.fixture(params=["fresh", "packed", "mixed"])
def zone(request: pytest.FixtureRequest) -> int:
    """Return a zone of some projects whose entries wait, are packed, or are packed and changed since."""
    made = cast()
    if request.param != "fresh":
        packing.pack(made)
        assert SearchPage.objects.exists()
    if request.param == "mixed":
        for one in Project.objects.filter(name__startswith="重庆"):
            Project.objects.filter(pk=one.pk).update(name=one.name + "（改）")
            upkeep.refresh(made, Kind.PROJECT, [one.pk])
        assert set(SearchEntry.objects.values_list("packed", flat=True)) == {True, False}
    return made


def cast() -> int:
    """Make projects with all a search knows of; return their zone."""
    names = (
        "天际互感器未来工厂",
        "重庆银行数据中心",
        "LED照明（二期）5G产线",
        "甲新材料项目",
        "浙江天际智造项目",
    )
    made = {name: make.project(name, location="智造新城") for name in names}
    firm = make.enterprise("浙江天际互感器有限公司", uscc=USCC)
    one = made["天际互感器未来工厂"]
    ProjectParty.objects.create(project=one, zone=one.zone, enterprise=firm, role="owner")
    ProjectCode.objects.create(project=one, zone=one.zone, code=CODE)
    ProjectAlias.objects.create(project=made["甲新材料项目"], zone=one.zone, name="清源中心", name_norm="x")
    stone = cases.milestone(one, "construction")
    type(stone).objects.filter(pk=stone.pk).update(name="取得施工许可证")
    make.unit("经济发展科", also_called=["经发科"])
    make.lin()
    upkeep.projects(one.zone_id, [each.pk for each in made.values()])
    return int(one.zone_id)


def found(typed: str, user: User | None = None, **more: Any) -> dict[int, list[str]]:
    """Return the names found, by kind."""
    answer = finding.find(user or make.lin(), typed, **more)
    return {group.kind: [hit.name for hit in group.hits] for group in answer.groups}


@pytest.mark.parametrize("typed", ["天际互感器", "tjhgq", "tianji", "TianJi", "天际hgq", "天际 互感", "互"])
def test_a_project_is_found_by_characters_pinyin_initials_and_their_mixture(typed: str, zone: int) -> None:
    assert "天际互感器未来工厂" in found(typed)[Kind.PROJECT]


@pytest.mark.parametrize("typed", ["chongqing", "zhongqing", "cqyh", "重庆yinhang"])
def test_a_character_is_found_by_each_of_its_readings(typed: str, zone: int) -> None:
    assert found(typed)[Kind.PROJECT][0].startswith("重庆银行数据中心")


@pytest.mark.parametrize(
    "typed", [CODE, CODE.replace("-", ""), "2406-330802-04-01-123465", "2406-330802-04-01-13456", CODE + "7"]
)
def test_a_project_is_found_by_its_code_with_one_slip(typed: str, zone: int) -> None:
    answer = finding.find(make.lin(), typed)
    hit = answer.groups[0].hits[0]
    assert (hit.name, hit.label) == ("天际互感器未来工厂", "代码")
    assert hit.note == ("" if letters.squash(typed) == letters.squash(CODE) else "差一个字符")


def test_an_enterprise_is_found_by_its_credit_code_and_a_file_by_its_project(zone: int) -> None:
    assert found("91330800MA28F00X3O")[Kind.ENTERPRISE] == ["浙江天际互感器有限公司"]
    one = Project.objects.get(name__startswith="天际")
    files.store(make.by(), b"%PDF-1.7 x", "备案通知书.pdf", subject=("project", one.pk))
    assert found("tianji batzs")[Kind.FILE] == ["备案通知书.pdf"]


def test_units_are_found_by_what_else_they_are_called_and_people_by_name(zone: int) -> None:
    assert found("jfk") == {Kind.UNIT: ["经济发展科"]}
    assert found("lin")[Kind.PERSON] == ["lin"]


def test_a_milestone_is_found_by_its_name_or_with_its_project(zone: int) -> None:
    assert found("施工许可")[Kind.MILESTONE] == ["取得施工许可证"]
    assert found("天际 sgxk")[Kind.MILESTONE] == ["取得施工许可证"]
    assert Kind.MILESTONE not in found("重庆 sgxk")


def test_the_whole_title_stands_first_then_its_head_then_the_word_inside(zone: int) -> None:
    make.project("天际")
    assert found("天际")[Kind.PROJECT] == ["天际", "天际互感器未来工厂", "浙江天际智造项目"]


def test_the_matched_part_is_marked(zone: int) -> None:
    hit = finding.find(make.lin(), "hgq").groups[0].hits[0]
    assert [text for text, mark in hit.title if mark] == ["互感器"]
    inside = finding.find(make.lin(), "二期5g").groups[0].hits[0]
    assert [text for text, mark in inside.title if mark] == ["二期）5G"]


def test_the_index_finds_what_reading_every_text_finds(zone: int) -> None:
    told = dict(SearchEntry.objects.filter(kind=Kind.PROJECT).values_list("object_id", "text"))
    for typed in TYPED:
        words = letters.words(typed)
        read = {pk for pk, text in told.items() if all(matching.match(one, text, sounds()) for one in words)}
        assert set(projects(make.lin(), words)) == read, typed


def test_the_ledger_finds_at_least_what_the_database_finds_by_itself(zone: int) -> None:
    lin = make.lin()
    for typed in TYPED:
        plain = set(filters.text(Project.objects.all(), typed, lin).values_list("pk", flat=True))
        assert plain <= set(projects(lin, letters.words(typed))), typed


def test_nothing_found_says_what_is_near_and_which_word_to_drop(zone: int) -> None:
    answer = finding.find(make.lin(), "天际互感器新工厂")
    assert not answer.groups
    assert answer.near[0].name == "天际互感器未来工厂"
    assert finding.find(make.lin(), "天际 xyzzy").without == ["天际"]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_box_the_page_and_the_ledger_speak_of_the_same_projects(zone: int) -> None:
    client = signed_in(make.lin())
    for address in ("/search/box/?q=tjhgq", "/search/?q=tjhgq", "/projects/?q=tjhgq"):
        page = client.get(address).content.decode()
        assert "未来工厂" in page, address
        assert "重庆" not in page, address
    assert "在台账里看" in client.get("/search/?q=tjhgq").content.decode()
    assert "想找什么" in client.get("/search/").content.decode()


ODD = ("", " ", "%", "_", "\\", "'; drop table", "\x00", "天\x00际", "😀", "\u202e际天", "x" * 10_000,
       "天 " * 5000, "(" * 500, "zhang" * 3000,
       "аֿ́", "１２３", "\ufdfa" * 300, "ﷺ" * 300, "0" * 30)  # fmt: skip


def test_odd_and_hostile_input_is_harmless(zone: int) -> None:
    client = signed_in(make.lin())
    for typed in ODD:
        fine = {200, 400} if "\x00" in typed else {200}  # no address may hold a NUL
        for address in ("/search/box/", "/search/", "/projects/"):
            assert client.get(address, {"q": typed}).status_code in fine, (address, typed)
        assert client.get("/search/", {"q": "天", "kind": typed}).status_code in fine
        finding.find(make.lin(), typed)


def test_the_conditions_hits_lead_to_take_only_what_they_know(zone: int) -> None:
    client = signed_in(make.lin())
    firm = make.enterprise("另一家公司")
    assert "未来工厂" not in client.get(f"/projects/?enterprise={firm.pk}").content.decode()
    for odd in ("x", "9" * 30, "-1", "\u0663"):
        assert client.get("/projects/", {"enterprise": odd, "person": odd}).status_code == 200


def test_what_waits_is_packed_once_there_is_enough_of_it(monkeypatch: pytest.MonkeyPatch, zone: int) -> None:
    monkeypatch.setattr(packing, "ENOUGH", 3)
    SearchEntry.objects.update(packed=False)
    packing._pack_later.call_local(zone)
    assert not SearchEntry.objects.filter(packed=False).exists()
    assert found("tjhgq")[Kind.PROJECT] == ["天际互感器未来工厂"]
