"""Commands on the zone's data: demo, signin, import, export, lights."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greenlight.cli import Result, Wrong
from greenlight.cli.django import start

if TYPE_CHECKING:
    from greenlight.base.journal import By
    from greenlight.people.models import User, Zone


def ready() -> None:
    """Start Django and see that there is a database."""
    start()
    from django.db import connection
    from django.db.utils import DatabaseError

    try:
        tables = connection.introspection.table_names()
    except DatabaseError as error:
        raise Wrong(f"连不上数据库：{error}") from None
    if "people_zone" not in tables:
        raise Wrong("这个数据目录里还没有数据库。先运行 greenlight serve 或 greenlight demo。")


def demo(options: Namespace) -> Result:
    """Load the demo zone into an empty database, or take it out again."""
    from greenlight.cli.serving import prepare

    if options.remove:
        return remove_demo()
    start()
    loaded = prepare(demo=True, again=True)
    text = "演示园区已装入。" if loaded else "数据库里已有园区，没有再装演示数据。"
    return {"loaded": loaded, "text": text}


def remove_demo() -> Result:
    """Delete the demo zone with everything in it.

    Raises Wrong when there is none.
    """
    ready()
    from greenlight.base import clock
    from greenlight.demo import actions
    from greenlight.people.models import Zone

    zone = Zone.objects.filter(is_example=True).order_by("pk").first()
    if zone is None:
        raise Wrong("数据库里没有演示园区。")
    actions.remove(zone, at=clock.now())
    return {"removed": zone.name, "text": f"{zone.name}（演示）和它的全部数据已删除。"}


def signin(options: Namespace) -> Result:
    """Print a link that lets a role in once."""
    ready()
    from greenlight.base import clock
    from greenlight.people import signin as links
    from greenlight.people.models import User

    user = links.of_role(options.role) or User.objects.filter(username=options.role).first()
    if user is None:
        roles = "leader、clerk、unit_handler、liaison、inspector"
        raise Wrong(f"没有“{options.role}”这个角色的人。可用 {roles} 或用户名。")
    address = f"http://127.0.0.1:{options.port}/enter/{links.issue(user, at=clock.now())}/"
    return {"role": options.role, "name": user.name, "address": address, "text": f"{user.name}：{address}"}


def chosen_zone(name: str) -> Zone:
    """Return the zone of that name, or the only one.

    Raises Wrong with the names to choose from.
    """
    from greenlight.people.models import Zone

    zones = list(Zone.objects.order_by("pk"))
    if name:
        zones = [one for one in zones if one.name == name]
    if len(zones) == 1:
        return zones[0]
    names = "、".join(Zone.objects.values_list("name", flat=True)) or "（一个也没有）"
    raise Wrong(f"请用 --zone 指明园区，现有：{names}")


def clerk_of(zone: Zone) -> tuple[User, By]:
    """Return the zone's first clerk, as whom the command line writes.

    Raises Wrong when the zone has none.
    """
    from greenlight.base import clock
    from greenlight.base.journal import By
    from greenlight.people import signin as links

    user = links.of_role("clerk", zone)
    if user is None:
        raise Wrong(f"{zone.name}还没有科室人员，不能以任何人的名义导入。")
    user.on(clock.today())
    name = f"{user.name}（命令行）"[:60]
    return user, By(at=clock.now(), actor_id=user.pk, actor_name=name, zone_id=zone.pk, user=user)


def import_file(options: Namespace) -> Result:
    """Import a workbook, or only show what would change."""
    path = existing(options.file)
    ready()
    from greenlight.desk.importing import import_once

    zone = chosen_zone(options.zone)
    _, by = clerk_of(zone)
    if wrong := [one for one in options.answer if "=" not in one]:
        raise Wrong(f"--answer 要写成 编号=选项，现在是“{wrong[0]}”。", 2)
    answers = dict(one.split("=", 1) for one in options.answer)
    return import_once(
        by, zone.pk, options.ledger, path.name, path.read_bytes(), dry_run=options.dry_run,
        answers=answers, columns_as_read=options.columns_as_read,
    )  # fmt: skip


def existing(name: str) -> Path:
    """Return the path of a file that is there.

    Raises Wrong otherwise.
    """
    path = Path(name)
    if not path.is_file():
        raise Wrong(f"没有这个文件：{name}")
    return path


def export(options: Namespace) -> Result:
    """Write a ledger as a workbook that a clerk would send on."""
    ready()
    from greenlight.desk.exporting import export_ledger

    zone = chosen_zone(options.zone)
    user, _ = clerk_of(zone)
    path = Path(options.out)
    rows = 0
    try:
        with path.open("wb") as out:
            for chunk in export_ledger(user, options.ledger, suffix=path.suffix):
                rows += out.write(chunk)
    except KeyError:
        path.unlink(missing_ok=True)
        raise Wrong(f"没有“{options.ledger}”这个台账，现有：projects") from None
    return {"file": str(path), "bytes": rows, "text": f"已导出到 {path}"}


def lights(options: Namespace) -> Result:
    """Judge the lights of a zone on a day, under its packs or a named one; nothing is stored."""
    ready()
    from greenlight.base import clock
    from greenlight.warnings.replay import replay

    zone = chosen_zone(options.zone)
    user, _ = clerk_of(zone)
    day = options.on or clock.today()
    found: list[dict[str, Any]] = replay(user, zone.pk, day, pack=options.pack)
    lines = [f"{one['word']}\t{one['name']}\t{'；'.join(one['why'])}" for one in found]
    return {"on": day.isoformat(), "pack": options.pack, "lights": found, "text": "\n".join(lines)}
