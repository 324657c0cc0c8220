"""A view is kept under a name, shared, opened by a link that obeys its reader, and never breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from greenlight.base import undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.base.tables.look import Look
from greenlight.desk import actions
from greenlight.desk.models import SavedView
from greenlight.desk.saved import tabs
from greenlight.desk.saved.opening import titles_of
from greenlight.desk.table.seen import Seen
from greenlight.desk.table.sheet import projects as sheet
from greenlight.people.models import User
from greenlight.projects.models import Assignment
from tests import make

pytestmark = pytest.mark.django_db
RED = Look(columns=("project_name", "light", "remark"), sorts=("-annual_plan",), named={"light": "red"})


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def save(
    by: By | None = None, look: Look = RED, name: str = "周一例会", *, shared: bool = False
) -> SavedView:
    """Save a view."""
    return actions.save_view(
        by=by or make.by(), ledger="projects", name=name, look=look, titles=titles_of(look, sheet()),
        shared=shared,
    )  # fmt: skip


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def opened(user: User, view: SavedView, **words: str) -> Seen:
    return Seen.of(user, {"view": str(view.pk), **words})


# ---- opening ----
def test_a_view_opens_with_its_columns_orders_and_conditions() -> None:
    seen = opened(make.lin(), save())
    assert seen.look == RED
    assert not seen.opened.changed
    assert seen.look.address() == f"view={seen.opened.view.pk}"  # type: ignore[union-attr]


def test_a_link_made_inside_a_view_remembers_where_it_came_from() -> None:
    view = save()
    looser = Look(columns=RED.columns, sorts=RED.sorts)
    seen = opened(make.lin(), view, own="1", **looser.words())
    assert seen.look == looser
    assert seen.opened.changed
    assert seen.look.address().startswith(f"view={view.pk}&own=1&")


def test_a_view_can_be_emptied_of_every_condition_without_springing_back() -> None:
    seen = opened(make.lin(), save(), own="1")
    assert seen.look == Look()
    assert seen.look.address().endswith("own=1")


def test_a_private_view_is_not_there_for_anybody_else() -> None:
    view = save()
    for other in (make.zhao(), make.he(), make.wu()):
        with pytest.raises(Http404):
            opened(other, view)
        assert browser(other).get(f"/projects/?view={view.pk}").status_code == 404


def test_a_shared_view_opens_for_the_zone_and_not_for_strangers_or_companies() -> None:
    view = save(shared=True)
    assert opened(make.zhao(), view).look == RED
    assert opened(make.he(), view).look == RED
    for other in (make.wu(), make.chen()):
        assert browser(other).get(f"/projects/?view={view.pk}").status_code == 404


def test_whoever_sees_less_sees_his_own_rows_of_a_shared_view() -> None:
    unit = make.unit()
    mine, other = make.project("甲项目"), make.project("乙项目")
    Assignment.objects.create(project=mine, zone=mine.zone, role="lead", unit=unit)
    from greenlight.desk.lines import rebuild

    rebuild(mine.zone_id, [mine.pk, other.pk])
    view = save(look=Look(sorts=("project_name",)), shared=True)
    assert sorted(opened(make.lin(), view).ids()) == [mine.pk, other.pk]
    assert list(opened(make.sun(unit), view).ids()) == [mine.pk]


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 18, "-1", "abc", "1' --", "9" * 40])
def test_a_view_that_never_was_is_not_there_and_nonsense_is_passed_over(number: str) -> None:
    make.project("甲项目")
    status = browser(make.lin()).get("/projects/", {"view": number}).status_code
    assert status == (404 if number.isdigit() and number != "0" and len(number) <= 18 else 200)


def test_a_column_that_is_gone_is_named_and_the_rest_works() -> None:
    view = save(look=Look(columns=("project_name", "unit"), sorts=("unit",)))
    view.words |= {"cols": "project_name,old_quota,unit", "c.old_quota": "ge:5", "elsewhere": "1"}
    view.titles |= {"old_quota": "旧指标", "?elsewhere": "旧条件"}
    view.save()
    seen = opened(make.lin(), view)
    assert [one.name for one in seen.columns] == ["project_name", "unit"]
    assert seen.look.by_column == {}
    assert "“旧指标”" in seen.opened.told[0]
    assert "“旧条件”" in seen.opened.told[0]
    assert "保存" in seen.opened.told[0]
    actions.overwrite_view(by=make.by(), view=view, look=seen.look, titles=titles_of(seen.look, sheet()))
    view.refresh_from_db()
    assert view.words == {"cols": "project_name,unit", "sort": "unit"}
    assert opened(make.lin(), view).told == []


# ---- deeds ----
def test_a_name_is_asked_for_and_not_given_twice() -> None:
    save()
    for name in ("周一例会", "  周一例会 ", "", "   ", "一" * 21, "有\u0007铃"):
        with pytest.raises(Refused):
            save(name=name)
    assert save(by=make.by(make.zhao())).name == "周一例会"


def test_a_view_is_changed_by_its_owner_or_when_shared_by_clerks_and_leaders() -> None:
    view = save(by=make.by(make.he()))
    with pytest.raises(NotAllowed):
        actions.rename_view(by=make.by(), view=view, name="改")
    actions.share_view(by=make.by(make.he()), view=view, shared=True)
    assert actions.rename_view(by=make.by(), view=view, name="改").name == "改"
    with pytest.raises(NotAllowed):
        actions.delete_view(by=make.by(make.sun()), view=view)


def test_a_company_cannot_share_a_view_with_the_zone() -> None:
    with pytest.raises(NotAllowed):
        save(by=make.by(make.chen()), shared=True)
    assert not save(by=make.by(make.chen())).shared


def test_two_people_writing_over_one_view_do_not_lose_each_others_work() -> None:
    view = save(shared=True)
    actions.overwrite_view(by=make.by(make.zhao()), view=view, look=Look(dense=True), titles={}, version=1)
    with pytest.raises(Collided, match="zhao"):
        actions.overwrite_view(by=make.by(), view=view, look=Look(), titles={}, version=1)


def test_there_are_not_more_views_than_anybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenlight.desk.actions.views.MOST_OWN", 2)
    save(name="一")
    save(name="二")
    with pytest.raises(Refused, match="2 个"):
        save(name="三")


def undo(by: By, seq: int | None) -> None:
    undoing.take_back(by, JournalRow.objects.get(seq=seq or 0))


def test_a_deleted_view_comes_back_under_its_old_link() -> None:
    view, by = save(shared=True), make.by(at=make.NOW + timedelta(minutes=1))
    pk = view.pk
    row = actions.delete_view(by=by, view=view)
    assert not SavedView.objects.exists()
    undo(by, row.seq)
    again = SavedView.objects.get(pk=pk)
    assert (again.name, again.shared, again.words) == ("周一例会", True, RED.words())
    assert opened(make.zhao(), again).look == RED


def test_a_deleted_view_whose_name_was_given_away_stays_deleted() -> None:
    row = actions.delete_view(by=make.by(), view=save())
    save()
    with pytest.raises(Refused, match="改名"):
        undo(make.by(), row.seq)


def test_each_deed_on_a_view_can_be_taken_back_until_somebody_changes_it() -> None:
    view = save()
    deeds: tuple[Callable[[By], object], ...] = (
        lambda by: actions.rename_view(by=by, view=view, name="别的名字"),
        lambda by: actions.share_view(by=by, view=view, shared=True),
        lambda by: actions.overwrite_view(by=by, view=view, look=Look(), titles={}),
    )
    for n, deed in enumerate(deeds):
        by = make.by(at=make.NOW + timedelta(minutes=n))
        deed(by)
        undo(by, undoing.latest(by))
        view.refresh_from_db()
        assert (view.name, view.shared, view.words) == ("周一例会", False, RED.words())
    by = make.by(at=make.NOW + timedelta(hours=1))
    actions.rename_view(by=by, view=view, name="别的名字")
    seq = undoing.latest(by)
    actions.rename_view(by=make.by(at=make.NOW + timedelta(hours=2)), view=view, name="第三个")
    with pytest.raises(Refused, match="后来又改过"):
        undo(by, seq)


def test_taking_back_a_save_leaves_no_view() -> None:
    by = make.by()
    save(by)
    undo(by, undoing.latest(by))
    assert not SavedView.objects.exists()


# ---- the tabs ----
def test_each_reader_arranges_his_own_tabs() -> None:
    first, second = save(name="一", shared=True), save(name="二", shared=True)
    actions.arrange_views(by=make.by(make.zhao()), ledger="projects", order=[second.pk], hidden=[first.pk])
    assert [one.name for one in tabs.arranged(make.zhao(), "projects")[0]] == ["二"]
    assert [one.name for one in tabs.arranged(make.lin(), "projects")[0]] == ["一", "二"]


def test_the_tabs_begin_with_the_built_in_views_and_count_late() -> None:
    make.project("甲项目")
    save(name="全部项目", look=Look(sorts=("unit",)))
    seen = Seen.of(make.lin(), {})
    plain = tabs.bar(make.lin(), seen)
    assert [one.label for one in plain.tabs] == [*(label for label, _ in tabs.BUILT_IN), "全部项目"]
    assert all(one.count is None for one in plain.tabs)
    assert [one.active for one in plain.tabs] == [True, *([False] * 5)]
    assert all(one.count is not None for one in tabs.bar(make.lin(), seen, counted=True).tabs)


# ---- the doors ----
def post(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, data, follow=True)


def test_a_clerk_saves_renames_shares_and_deletes_in_the_browser() -> None:
    make.project("甲项目")
    client = browser(make.lin())
    page = post(client, "/projects/views/new/", name="红灯", look="light=red&cols=project_name,light")
    view = SavedView.objects.get()
    assert page.redirect_chain[-1][0] == f"/projects/?view={view.pk}"
    assert "已存视图“红灯”" in page.content.decode()
    assert "/undo/" in page.content.decode()
    assert view.words == {"cols": "project_name,light", "light": "red"}
    base = f"/projects/views/{view.pk}/"
    assert "视图现在叫“都红”" in post(client, f"{base}rename/", name="都红").content.decode()
    assert "已共享" in post(client, f"{base}share/", shared="1").content.decode()
    assert (
        "已保存" in post(client, f"{base}save/", look=f"view={view.pk}&own=1&light=yellow").content.decode()
    )
    view.refresh_from_db()
    assert (view.words, view.shared, view.name) == ({"light": "yellow"}, True, "都红")
    assert "已删视图" in post(client, f"{base}delete/").content.decode()
    assert not SavedView.objects.exists()


def names_of_tabs(which: int) -> list[str]:
    return [one.name for one in tabs.arranged(User.objects.get().on(make.TODAY), "projects")[which]]


def test_the_page_of_views_says_each_in_words_and_moves_them() -> None:
    first, second = save(name="一"), save(name="二", look=Look(group="unit"))
    client = browser(make.lin())
    text = client.get("/projects/views/").content.decode()
    assert "红灯" in text
    assert "按责任单位分组" in text
    assert f"/projects/?view={first.pk}" in text
    post(client, "/projects/views/order/", order=f"{first.pk},{second.pk}", move=f"{second.pk}:up")
    assert [one.name for one in tabs.arranged(User.objects.get().on(make.TODAY), "projects")[0]] == [
        "二",
        "一",
    ]
    post(client, "/projects/views/order/", order=f"{second.pk},{first.pk}", move=f"{first.pk}:hide")
    assert names_of_tabs(1) == ["一"]
    assert post(client, "/projects/views/order/", order="x,,9", move="abc:up").status_code == 200


@pytest.mark.parametrize("deed", ["save", "rename", "share", "delete"])
def test_a_strangers_post_on_a_view_finds_nothing(deed: str) -> None:
    view = save(shared=True)
    for other in (make.wu(), make.chen()):
        assert browser(other).post(f"/projects/views/{view.pk}/{deed}/", {"name": "x"}).status_code == 404
    view.refresh_from_db()
    assert view.name == "周一例会"


# ---- the form one keeps ----
def test_the_ledger_opens_as_one_left_it_and_the_usual_form_is_one_click_away() -> None:
    make.project("甲项目")
    client = browser(make.lin())
    client.post("/projects/look/", {"look": "cols=project_name,remark&dense=1&light=red&sort=unit"})
    kept = Seen.of(User.objects.get().on(make.TODAY), {})
    assert kept.look.columns == ("project_name", "remark")
    assert kept.look.dense
    assert not kept.look.named  # conditions and orders are no habit
    assert kept.look.address() == ""
    other = Seen.of(User.objects.get().on(make.TODAY), {"cols": "-", "dense": "-"})
    assert other.look.columns == ()
    assert other.look.address() == "cols=-&dense=-"
    client.post("/projects/look/", {"reset": "1", "look": "light=red"})
    assert Seen.of(User.objects.get().on(make.TODAY), {}).look == Look()


def test_a_view_is_not_bent_by_the_form_its_reader_keeps() -> None:
    view = save(look=Look(named={"light": "red"}))
    browser(make.lin()).post("/projects/look/", {"look": "cols=project_name,remark"})
    assert opened(User.objects.get(username="lin").on(make.TODAY), view).look.columns == ()


def test_a_kept_column_that_is_gone_is_not_missed() -> None:
    lin = make.lin()
    lin.preferences = {"looks": {"projects": {"cols": "project_name,gone,unit", "w": "gone:90"}}}
    seen = Seen.of(lin, {})
    assert [one.name for one in seen.columns] == ["project_name", "unit"]
    assert seen.told == []


def test_columns_are_ticked_and_moved_without_script() -> None:
    make.project("甲项目", total_wan=Decimal(5))
    client = browser(make.lin())
    page = client.get(
        "/projects/columns/?cols=project_name&cols=unit&cols=stage&move=stage:up"
    ).content.decode()
    assert 0 < page.index('data-name="stage"') < page.index('data-name="unit"')
    seen = client.get("/projects/?cols=project_name&cols=stage&freeze=0&dense=-&dense=1").content.decode()
    assert "阶段" in seen
    assert 'data-field="unit"' not in seen


def test_one_word_beside_a_view_changes_that_word_alone() -> None:
    seen = opened(make.lin(), save(), w="unit:90")
    assert seen.look.named == {"light": "red"}
    assert seen.look.widths == {"unit": 90}
    assert seen.opened.changed
