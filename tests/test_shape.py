"""Laws of the shape that no linter holds (CONTRIBUTING.md names them)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "greenlight"
# From the ground up; siblings share a line and do not know each other (DESIGN §3).
ORDER = [
    {"base"}, {"people"}, {"enterprises"}, {"land"}, {"indicators"}, {"ratings"}, {"projects"},
    {"plans", "investment", "sites"}, {"warnings"}, {"attraction", "tickets"}, {"supervision"}, {"reports"},
    {"desk"}, {"demo"},
]  # fmt: skip
LEVEL = {room: number for number, rooms in enumerate(ORDER) for room in rooms}
LONGEST_FILE, LONGEST_FUNCTION = 400, 50


def tracked() -> list[str]:
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [name for name in told.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def sources(*suffixes: str, product: bool = False) -> Iterator[Path]:
    """Yield our own source files: no migrations, nothing vendored."""
    for name in tracked():
        ours = "/migrations/" not in name and "/vendor/" not in name
        if ours and name.endswith(suffixes) and (not product or name.startswith("greenlight/")):
            yield ROOT / name


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def trees(*, product: bool = True) -> Iterator[tuple[Path, ast.Module]]:
    for path in sources(".py", product=product):
        if not product or "/tests/" not in str(path):
            yield path, ast.parse(path.read_text("utf-8"))


def test_no_source_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        short(path): lines
        for path in sources(".py", ".js", ".html", ".sh", "start", "test")
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_function_is_longer_than_fifty_lines_and_nine_in_ten_below_thirty() -> None:
    lengths = {
        f"{short(path)}:{one.name}": (one.end_lineno or one.lineno) - one.lineno + 1
        for path, tree in trees()
        for one in functions(tree)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert sum(lines < 30 for lines in lengths.values()) >= 0.9 * len(lengths)


def imported(tree: ast.Module) -> Iterator[str]:
    for one in ast.walk(tree):
        if isinstance(one, ast.Import):
            yield from (name.name for name in one.names)
        elif isinstance(one, ast.ImportFrom):
            yield one.module or ""


def test_the_kernel_imports_the_standard_library_numpy_and_itself() -> None:
    allowed = set(sys.stdlib_module_names) | {"numpy"}
    strangers = {
        f"{short(path)}: {name}"
        for path, tree in trees()
        if (PRODUCT / "kernel") in path.parents
        for name in imported(tree)
        if name.split(".")[0] not in allowed and not name.startswith("greenlight.kernel")
    }
    assert not strangers


def test_the_kernel_does_no_input_or_output() -> None:
    doing = {"open", "print", "input"}
    found = {
        f"{short(path)}:{one.lineno} {one.func.id}"
        for path, tree in trees()
        if (PRODUCT / "kernel") in path.parents
        for one in ast.walk(tree)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in doing
    }
    assert not found


def room(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1] if model.__module__.startswith("greenlight.") else ""


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if room(model)]


def test_foreign_keys_point_down_the_rooms() -> None:
    upward = {
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and isinstance(field.related_model, type)
        if room(field.related_model) not in ("", room(model))
        and LEVEL[room(field.related_model)] >= LEVEL[room(model)]
    }
    assert not upward


def test_records_that_outlive_people_hold_plain_values() -> None:
    keys = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        if room(model) == "base"
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model and room(field.related_model) != "base"
    ]
    assert not keys


def test_money_and_area_are_decimals_and_nothing_is_a_float() -> None:
    for model in own_models():
        for field in model._meta.concrete_fields:
            name = f"{model._meta.label}.{field.name}"
            assert not isinstance(field, models.FloatField), name
            # A list of amounts is kept as text in JSON.
            if field.name.endswith(("_wan", "_mu", "_pct")) and not isinstance(field, models.JSONField):
                assert isinstance(field, models.DecimalField), name


def test_no_function_takes_or_makes_money_as_float() -> None:
    found = set()
    for path, tree in trees():
        for one in ast.walk(tree):
            name = one.arg if isinstance(one, ast.arg) else _target(one)
            if name.endswith(("_wan", "_mu")) and _says_float(one):
                found.add(f"{short(path)}:{getattr(one, 'lineno', 0)} {name}")
    assert not found


def _target(one: ast.AST) -> str:
    return one.target.id if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) else ""


def _says_float(one: ast.AST) -> bool:
    annotation = getattr(one, "annotation", None)
    return annotation is not None and bool(re.search(r"\bfloat\b", ast.unparse(annotation)))


CLOCKS = {
    "date.today", "datetime.now", "datetime.utcnow", "datetime.today", "time.time", "timezone.now",
    "timezone.localdate", "localdate", "clock.today", "clock.now",
}  # fmt: skip
DOORS = re.compile(
    r"greenlight/(cli/.*|[a-z]+/(views(/.*)?|api|middleware|bearer|context|requests|jobs|clock|adapter)\.py"
    r"|[a-z]+/(views|api)/.*|api\.py)"
)


def test_only_doors_read_the_clock() -> None:
    found = {
        f"{short(path)}:{one.lineno} {ast.unparse(one.func)}"
        for path, tree in trees()
        if not DOORS.fullmatch(short(path))
        for one in ast.walk(tree)
        if isinstance(one, ast.Call) and ast.unparse(one.func) in CLOCKS
    }
    assert not found


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "services", "service", "misc"}
    assert not [
        short(path)
        for path in sources(".py", product=True)
        if {path.stem, *path.relative_to(PRODUCT).parts[:-1]} & drawers
    ]


FRAMEWORK = re.compile(r"(4\d\d|500|403_csrf)\.html|(account|allauth|mfa|django|ninja)/.*")


def templates() -> dict[str, Path]:
    return {
        str(path).split("/templates/", 1)[1]: path
        for path in sources(".html", product=True)
        if "/templates/" in str(path)
    }


def test_every_template_is_used() -> None:
    files = {path: path.read_text("utf-8") for path in sources(".py", ".html", product=True)}
    unused = [
        name
        for name, own in templates().items()
        if not FRAMEWORK.fullmatch(name)
        and not any(names(text, name) for path, text in files.items() if path != own)
    ]
    assert not unused


def names(text: str, template: str) -> bool:
    """Tell whether a text names a template, as a whole or by folder and stem: f"desk/imports/{name}.html"."""
    folder, _, file = template.rpartition("/")
    stem = file.removesuffix(".html")
    return template in text or (f'"{folder}/{{' in text and f'"{stem}"' in text)


def test_no_template_prints_text_unescaped() -> None:
    loose = re.compile(r"\|\s*(safe|safeseq)\b|autoescape\s+off")
    assert not [name for name, path in templates().items() if loose.search(path.read_text("utf-8"))]


def test_every_form_that_posts_carries_its_token() -> None:
    form = re.compile(r"<form\b[^>]*method=[\"']?post[^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)
    bare = [
        name
        for name, path in templates().items()
        for found in form.findall(path.read_text("utf-8"))
        if "csrf_token" not in found
    ]
    assert not bare


MACHINE = re.compile(
    r"(?<![\w.])/(home|Users|work|root|opt)/[a-z][\w.-]*/"
    r"|https?://[^\s\"')]*(/simple/|registry\.|/packages/)"
)


def test_no_tracked_file_names_a_machine_or_a_package_host() -> None:
    found = []
    for name in tracked():
        text = (ROOT / name).read_bytes()
        if b"\0" in text[:4096] or name == "tests/test_shape.py":
            continue
        found += [f"{name}: {one.group()}" for one in MACHINE.finditer(text.decode("utf-8", "replace"))]
    assert not found


def test_the_lock_files_are_hashed_and_name_every_dependency() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        pins = [line for line in lines if "==" in line and not line.lstrip().startswith("#")]
        hashed = [line for line in lines if "--hash=sha256:" in line]
        assert pins
        assert len(hashed) >= len(pins)


@pytest.mark.parametrize("name", sorted(LEVEL))
def test_every_room_has_its_page(name: str) -> None:
    assert (ROOT / "docs" / "rooms" / f"{name}.md").is_file()


def test_the_order_of_rooms_is_that_of_the_folders() -> None:
    folders = {path.name for path in PRODUCT.iterdir() if (path / "apps.py").exists()}
    assert folders == set(LEVEL)
