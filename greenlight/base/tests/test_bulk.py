"""Many rows at once arrive whole, whatever their number, and go back whole."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Sum

from greenlight.base import bulk
from greenlight.base.imports.items import digest_of, stored
from greenlight.base.models import File, ImportBatch, ImportRow
from greenlight.projects.models import Amount, Listing, Project
from tests import make

pytestmark = pytest.mark.django_db
FIRST = date(2022, 1, 1)


def batch() -> ImportBatch:
    file = File.objects.create(
        name="7月.xlsx", sha256="0" * 64, size=1, media_type="x", actor_name="lin", at=make.NOW
    )
    return ImportBatch.objects.create(
        zone_id=make.zone().pk, ledger="projects", file=file, actor_name="lin", created_at=make.NOW
    )


def amounts(project: Project, n: int) -> list[tuple[int, str, Decimal, date | None]]:
    return [(project.pk, "agreed", Decimal(k) / 4, FIRST + timedelta(k) if k % 3 else None) for k in range(n)]


@pytest.mark.parametrize("n", [1, 7, 499, 500, 501, 1999, 2600])
def test_every_row_arrives_as_it_was_given(n: int) -> None:
    project = make.project()
    rows = amounts(project, n)
    ids = bulk.insert_new(Amount, ("project", "kind", "amount_wan", "on"), rows, zone=project.zone_id)
    held = Amount.objects.order_by("pk").values_list("pk", "project_id", "kind", "amount_wan", "on", "paper")
    wanted: list[object] = [(pk, *row, None) for pk, row in zip(ids, rows, strict=True)]
    assert list(held) == wanted


def test_what_is_equal_in_all_rows_is_written_whatever_its_kind() -> None:
    projects = [make.project(f"{n} 号项目") for n in range(600)]
    rows = [(one.pk,) for one in projects]
    zone = projects[0].zone_id
    bulk.insert_new(Listing, ("project",), rows, zone=zone, name="省重点'；\"", year=2022, planned_new=True)
    told = set(Listing.objects.values_list("name", "year", "planned_new", "nature"))
    assert told == {("省重点'；\"", 2022, True, "")}


def test_one_bad_row_among_many_lets_none_in() -> None:
    project = make.project()
    rows = [(project.pk, 2022 + n) for n in range(800)] + [(project.pk, 2022)]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_new(Listing, ("project", "year"), rows, zone=project.zone_id, name="年度清单")
    assert not Listing.objects.exists()


def test_what_was_traced_goes_back_to_the_last_row() -> None:
    project, own = make.project(), batch()
    zone = project.zone_id
    kept = bulk.insert_new(Amount, ("project", "kind", "amount_wan", "on"), amounts(project, 5), zone=zone)
    before = list(Amount.objects.order_by("pk").values())
    bulk.insert_new(Amount, ("project", "kind", "amount_wan", "on"), amounts(project, 900), own.pk, zone=zone)
    bulk.update(Amount, ("amount_wan", "on"), [(pk, Decimal("1.5"), FIRST) for pk in kept], own.pk)
    assert Amount.objects.filter(pk__in=kept).aggregate(sum=Sum("amount_wan"))["sum"] == Decimal("7.5")
    bulk.take_back(own.pk)
    assert list(Amount.objects.order_by("pk").values()) == before


HARD = ("引'号\"", "反\\斜杠\\N", "\\N", "制\t表\n换行\r", "{a,b}", "", "NULL", "%s", "€𠀀")


@pytest.mark.parametrize("n", [1, 499, 500, 501, 1999])
def test_every_row_is_changed_to_what_was_given_twice_in_one_transaction(n: int) -> None:
    zone, at = make.zone(), make.NOW
    named = [(f"{k} 号项目", f"{k} 号项目") for k in range(n)]
    ids = bulk.insert_new(Project, ("name", "name_norm"), named, zone=zone.pk, kind="attraction",
                          stage="signed", created_at=at, updated_at=at)  # fmt: skip
    names = ("issue", "total_wan", "site_updated_on", "updated_at")
    for round_ in range(2):
        rows = [
            (pk, HARD[(pk + round_) % len(HARD)], Decimal(pk) / 4 if pk % 3 else None,
             FIRST + timedelta(pk % 700) if pk % 5 else None, at + timedelta(seconds=pk))
            for pk in ids
        ]  # fmt: skip
        bulk.update(Project, names, rows)
        assert list(Project.objects.order_by("pk").values_list("pk", *names)) == rows


@pytest.mark.parametrize("n", [1, 2, 600])
def test_numbers_days_and_yes_or_no_are_changed_to_what_was_given(n: int) -> None:
    zone, at = make.zone(), make.NOW
    named = [(f"{k} 号项目", f"{k} 号项目") for k in range(n)]
    ids = bulk.insert_new(Project, ("name", "name_norm"), named, zone=zone.pk, kind="attraction",
                          stage="signed", created_at=at, updated_at=at)  # fmt: skip
    names = ("total_wan", "site_updated_on", "updated_at", "version", "is_group", "parent_id")
    rows = [
        (pk, Decimal(-pk) / 4 if pk % 3 else None, FIRST + timedelta(pk % 700) if pk % 5 else None,
         at + timedelta(microseconds=pk), pk, bool(pk % 2), ids[0] if pk % 7 else None)
        for pk in ids
    ]  # fmt: skip
    bulk.update(
        Project, ("total_wan", "site_updated_on", "updated_at", "version", "is_group", "parent"), rows
    )
    assert list(Project.objects.order_by("pk").values_list("pk", *names)) == rows


@pytest.mark.parametrize("n", [2, 600])
def test_a_text_that_is_too_long_is_refused_and_not_cut_off(n: int) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite keeps texts of any length")
    project = make.project()
    names = ("project", "kind", "amount_wan", "on")
    ids = bulk.insert_new(Amount, names, amounts(project, n), zone=project.zone_id)
    with pytest.raises(DataError), transaction.atomic():
        bulk.update(Amount, ("kind",), [(pk, "长" * 400) for pk in ids])
    bulk.update(Amount, ("kind",), [(pk, "paid") for pk in ids])
    assert set(Amount.objects.values_list("kind", flat=True)) == {"paid"}


@pytest.mark.parametrize("step", [1, 2, 97])
def test_among_finds_the_same_rows_as_a_list(step: int) -> None:
    project = make.project()
    ids = bulk.insert_new(
        Amount, ("project", "kind", "amount_wan", "on"), amounts(project, 600), zone=project.zone_id
    )
    wanted = ids[::step]
    for one in (bulk.among, bulk.one_of):
        found = Amount.objects.filter(one("pk", wanted), project_id=project.pk).order_by("pk")
        assert list(found.values_list("pk", flat=True)) == wanted
        assert not Amount.objects.filter(one("pk", wanted), one("project_id", [-pk for pk in ids])).exists()
        assert Amount.objects.filter(~one("pk", wanted)).count() == 600 - len(wanted)
        assert not Amount.objects.filter(one("pk", [])).exists()


def test_the_hash_of_a_batch_is_that_of_its_stored_rows_in_their_order() -> None:
    own = batch()
    rows: list[tuple[object, ...]] = [
        ("台账", n, f"“{n}”号\\项目", '{"b":"1","a":"二"}', {}) for n in range(3)
    ]
    bulk.insert_new(
        ImportRow, ("sheet", "row", "name", "before", "after"), rows, batch=own.pk, outcome="added"
    )
    (part,) = stored(own)
    assert [one.name for one in part] == [row[2] for row in rows]
    first = digest_of(own)
    assert digest_of(own) == first
    own.rows.filter(row=1).update(after={"a": "三"})
    assert digest_of(own) != first
