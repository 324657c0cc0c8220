"""The command line: every command, `--json`, exit codes, a sentence instead of a stack trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from greenlight.cli import checks, run
from greenlight.demo import actions as demo
from greenlight.people.models import SignInLink, Zone
from greenlight.projects.models import Project
from tests import make

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples"
TABLE = """重点项目进展情况表,,,,,,
序号,项目名称,责任单位,总投资（万元）,计划开工时间,计划竣工时间,2022年1-7月累计完成投资（万元）
1,示例甲锂盐生产线项目,经济发展科,30000,2022.3,2022-12-31,8000
2,示例乙智能门锁项目,经济发展科,12000,2022.8,2023-06-30,/
"""


def outside(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, on SQLite in whatever folder it names."""
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | environment
    return subprocess.run(
        [sys.executable, "-c", "from greenlight.cli import main; main()", *arguments],
        capture_output=True, text=True, cwd=ROOT, env=env, check=False, timeout=120,
    )  # fmt: skip


Inside = Callable[..., tuple[int, str, str]]


@pytest.fixture
def inside(capsys: pytest.CaptureFixture[str]) -> Inside:
    """Run a command here, on the test's own database; return exit code, what it said, and complained."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "7月重点项目进展情况表.csv"
    path.write_text(TABLE, encoding="gb18030")
    return path


# ---- files in, answers out ----
def test_reading_a_workbook_starts_neither_database_nor_django(table: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from greenlight.cli import run; code = run(sys.argv[1:]);"
        "assert 'django' not in sys.modules; sys.exit(code)"
    )
    for command in (
        ["read", str(table)],
        ["plan", "--template", "技改项目", "--start", "2026-03-02"],
        ["schedule", str(next(EXAMPLES.glob("*.json")))],
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, "--data", str(tmp_path / "none"), *command],
            capture_output=True, text=True, cwd=ROOT, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert not (tmp_path / "none").exists()


def test_what_was_read_is_told_in_the_form_of_the_expected_files(inside: Inside, table: Path) -> None:
    code, told, _ = inside("read", str(table), "--json")
    reading = json.loads(told)
    assert code == 0
    parts = {"workbook", "ledger_kind", "outcome", "sheets", "columns", "records", "problems"}
    assert parts | {"not_imported"} <= reading.keys()
    assert reading["outcome"] == "imported"
    names = [one["project_name"] for one in reading["records"]]
    assert names == ["示例甲锂盐生产线项目", "示例乙智能门锁项目"]


def test_a_plan_is_made_forward_from_a_day_and_backward_from_a_promise(inside: Inside) -> None:
    code, told, _ = inside("plan", "--template", "工业招商项目", "--start", "2026-03-02", "--json")
    forward = json.loads(told)
    assert (code, forward["start"]) == (0, "2026-03-02")
    code, told, _ = inside("plan", "--template", "工业招商项目", "--finish", forward["finish"], "--json")
    backward = json.loads(told)
    assert code == 0
    assert backward["feasible"]
    assert backward["promise"] == forward["finish"]
    assert backward["start"] >= "2026-03-02"
    assert any(one["critical"] for one in backward["activities"])


def test_a_condition_that_does_not_hold_takes_its_nodes_out(inside: Inside) -> None:
    _, told, _ = inside("plan", "--template", "技改项目", "--start", "2026-03-02", "--json")
    code, _, complaint = inside("plan", "--template", "技改项目", "--start", "2026-03-02", "--off", "月亮")
    assert code == 1
    name = complaint.split("这个模板有：")[1].strip().split("、")[0]
    _, less, _ = inside("plan", "--template", "技改项目", "--start", "2026-03-02", "--off", name, "--json")
    assert len(json.loads(less)["activities"]) < len(json.loads(told)["activities"])


def test_without_json_a_plan_is_a_table_for_people(inside: Inside) -> None:
    code, told, _ = inside("plan", "--template", "技改项目", "--start", "2026-03-02")
    assert code == 0
    assert "总时差" in told
    assert "TEC001" in told


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.name)
def test_every_example_of_a_network_is_planned(inside: Inside, example: Path) -> None:
    code, told, _ = inside("schedule", str(example), "--json")
    answer = json.loads(told)
    assert code == 0
    assert answer["activities"]
    assert all(one["start"] <= one["finish"] for one in answer["activities"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "不是 JSON"),
        ("[]", "文件"),
        ('{"start": "2026-01-05", "activities": []}', "没有节点"),
        (
            '{"start": "2026-01-05", "activities": [{"key": "A", "duration": 1, "after": ["B"]},'
            ' {"key": "B", "duration": 1, "after": ["A"]}]}',
            "A",
        ),
        ('{"start": "1066-01-05", "activities": [{"key": "A", "duration": 1}]}', "1990"),
    ],
    ids=["broken", "no mapping", "no activity", "cycle", "before 1990"],
)
def test_a_network_that_cannot_be_planned_is_refused_in_words(
    inside: Inside, tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "网络.json"
    path.write_text(text, encoding="utf-8")
    code, told, complaint = inside("schedule", str(path))
    assert (code, told) == (1, "")
    assert sentence in complaint
    assert "Traceback" not in complaint


# ---- mistakes ----
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["fly"], 2),
        (["read"], 2),
        (["read", "没有.xlsx"], 1),
        (["read", "."], 1),
        (["schedule", "没有.json"], 1),
        (["plan", "--template", "月球项目", "--start", "2026-01-05"], 1),
        (["plan", "--template", "技改项目"], 2),
        (["plan", "--template", "技改项目", "--start", "明天"], 2),
        (["plan", "--template", "技改项目", "--start", "1066-10-14"], 1),
        (["import", "没有.xlsx"], 1),
        (["import", "README.md", "--ledger", "projects"], 1),
        (["export", "out.xlsx"], 1),
        (["lights"], 1),
        (["index"], 1),
        (["lights", "--on", "2026-13-01"], 2),
        (["signin", "leader"], 1),
        (["demo", "--remove"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_a_mistake_is_a_sentence_and_an_exit_code(arguments: list[str], code: int, tmp_path: Path) -> None:
    done = outside(*arguments, "--data", str(tmp_path / "none")) if arguments else outside()
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert any("一" <= letter <= "鿿" for letter in done.stderr)
    assert not done.stdout
    assert "没有预料到" not in done.stderr


def test_with_json_a_mistake_is_json_too(inside: Inside) -> None:
    code, told, complaint = inside("read", "没有.xlsx", "--json")
    assert code == 1
    assert json.loads(told) == {"error": "没有这个文件：没有.xlsx"}
    assert complaint == ""


# ---- the zone ----
pytest_zone = pytest.mark.django_db


@pytest_zone
def test_the_demo_is_loaded_once_removed_and_only_comes_back_when_asked(inside: Inside) -> None:
    from greenlight.cli.serving import prepare

    assert json.loads(inside("demo", "--json")[1])["loaded"] is True
    assert json.loads(inside("demo", "--json")[1])["loaded"] is False
    assert Project.objects.counted().count() == 112
    code, told, _ = inside("demo", "--remove")
    assert (code, Zone.objects.count()) == (0, 0)
    assert "已删除" in told
    assert prepare(demo=True) is False
    assert inside("demo", "--remove")[0] == 1
    assert json.loads(inside("demo", "--json")[1])["loaded"] is True


@pytest_zone
def test_a_sign_in_link_is_printed_for_a_role_and_for_a_user_name(inside: Inside) -> None:
    make.lin()
    code, told, _ = inside("signin", "clerk", "--port", "8123", "--json")
    assert code == 0
    assert json.loads(told)["address"].startswith("http://127.0.0.1:8123/enter/")
    assert inside("signin", "lin")[0] == 0
    assert SignInLink.objects.count() == 2
    code, _, complaint = inside("signin", "king")
    assert code == 1
    assert "king" in complaint


@pytest_zone
def test_the_lights_of_any_day_and_pack_are_told_and_nothing_is_stored(inside: Inside) -> None:
    from greenlight.warnings.models import LightSnapshot

    demo.load(today=make.TODAY, at=make.NOW)
    before = LightSnapshot.objects.count()
    code, told, _ = inside("lights", "--on", "2022-07-31", "--json")
    lights = json.loads(told)["lights"]
    assert code == 0
    assert len(lights) == 112
    assert {"name", "id", "colour", "word", "why"} <= lights[0].keys()
    assert {one["colour"] for one in lights} >= {"red", "yellow", "green", "grey"}
    later = json.loads(inside("lights", "--on", "2023-07-31", "--json")[1])["lights"]
    red = [sum(one["colour"] == "red" for one in found) for found in (lights, later)]
    assert red[1] > red[0]
    code, told, _ = inside("lights", "--on", "2022-07-31", "--pack", "default", "--json")
    assert (code, json.loads(told)["pack"]) == (0, "default")
    code, _, complaint = inside("lights", "--pack", "月亮")
    assert code == 1
    assert "月亮" in complaint
    assert LightSnapshot.objects.count() == before


@pytest_zone
def test_a_dry_run_shows_the_differences_and_writes_nothing(inside: Inside, table: Path) -> None:
    from greenlight.base.models import File, ImportBatch, JournalRow

    make.lin()
    make.unit()
    code, told, _ = inside("import", str(table), "--dry-run", "--json")
    answer = json.loads(told)
    assert code == 0
    assert answer["counts"]["added"] == 2
    assert [row["name"] for row in answer["rows"]] == ["示例甲锂盐生产线项目", "示例乙智能门锁项目"]
    stored = [model.objects.count() for model in (Project, ImportBatch, File, JournalRow)]
    assert stored == [0, 0, 0, 0]


def answers(told: str) -> list[str]:
    """Answer every question with its first option, as a patient clerk would."""
    given = []
    for one in json.loads(told)["questions"]:
        given += ["--answer", f"{one['key']}={next(iter(one['options']))}"]
    return given


@pytest_zone
def test_a_table_goes_in_comes_out_and_goes_in_again_unchanged(
    inside: Inside, table: Path, tmp_path: Path
) -> None:
    make.lin()
    make.unit()
    _, told, _ = inside("import", str(table), "--dry-run", "--json")
    code, told, complaint = inside("import", str(table), "--json", *answers(told))
    assert code == 0, told + complaint
    assert json.loads(told)["state"] == "applied"
    assert Project.objects.count() == 2
    for name in ("台账.xlsx", "台账.csv"):
        out = tmp_path / name
        code, told, _ = inside("export", str(out), "--ledger", "projects", "--json")
        assert code == 0
        assert json.loads(told)["bytes"] == out.stat().st_size > 0
        code, told, _ = inside("import", str(out), "--dry-run", "--json")
        back = json.loads(told)
        assert code == 0
        assert (back["counts"].get("added", 0), back["counts"].get("changed", 0)) == (0, 0), told
        assert back["counts"]["same"] == 2


@pytest_zone
def test_a_file_that_is_no_table_is_refused_in_words(inside: Inside, tmp_path: Path) -> None:
    make.lin()
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"%PDF-1.7 " + b"x" * 100)
    code, _, _ = inside("import", str(path))
    assert code == 1
    code, _, complaint = inside("import", str(path), "--ledger", "月亮")
    assert code == 1
    assert "台账" in complaint
    code, _, complaint = inside("export", str(tmp_path / "o.xlsx"), "--ledger", "月亮")
    assert code == 1
    assert "月亮" in complaint
    assert not (tmp_path / "o.xlsx").exists()


@pytest_zone
def test_the_zone_must_be_named_when_there_are_several(inside: Inside) -> None:
    make.lin()
    make.wu()
    code, _, complaint = inside("lights")
    assert code == 1
    assert "清源经济开发区" in complaint
    assert inside("lights", "--zone", "清源经济开发区")[0] == 0


# ---- doctor ----
def test_the_doctor_works_before_there_is_a_database_and_changes_nothing(tmp_path: Path) -> None:
    done = outside("doctor", "--data", str(tmp_path / "none"), "--json")
    found = {one["name"]: one["state"] for one in json.loads(done.stdout)["checks"]}
    assert done.returncode == 0, done.stdout + done.stderr
    assert found["数据库"] == "notice"
    assert not (tmp_path / "none").exists()


def test_the_doctor_waits_for_the_first_start_on_postgresql_too(tmp_path: Path) -> None:
    address = "postgres://nobody@127.0.0.1:1/none"
    done = outside("doctor", "--data", str(tmp_path / "none"), "--json", DATABASE_URL=address)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "none").exists()


def test_the_doctor_looks_into_a_database_that_is_there(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert outside("demo", "--data", str(data)).returncode == 0
    done = outside("doctor", "--data", str(data), "--json")
    found = {one["name"]: one["state"] for one in json.loads(done.stdout)["checks"]}
    assert done.returncode == 0, done.stdout
    assert found["断电安全"] == found["数据库结构"] == found["后台任务"] == found["园区"] == "good"
    (data / "secret.key").chmod(0o644)
    done = outside("doctor", "--data", str(data))
    assert done.returncode == 3
    assert "chmod 600" in done.stdout


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"GREENLIGHT_TODAY": "昨天"}, "时钟"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "数据库"),
    ],
    ids=["day", "database"],
)
def test_the_doctor_says_what_is_red_and_what_to_do(
    environment: dict[str, str], name: str, tmp_path: Path
) -> None:
    done = outside("doctor", "--data", str(tmp_path), "--json", **environment)
    bad = [one for one in json.loads(done.stdout)["checks"] if one["state"] == "bad"]
    assert done.returncode == 3, done.stdout + done.stderr
    assert [one["name"] for one in bad] == [name]
    assert all(one["advice"] for one in bad)
    assert "Traceback" not in done.stderr


def test_a_rehearsal_day_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", date(2026, 7, 31).isoformat())
    assert checks.day().state == "notice"
    assert "2026-07-31" in checks.day().text


def test_a_folder_that_cannot_be_written_is_red(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def no(*_: Any) -> bool:
        return False

    monkeypatch.setenv("GREENLIGHT_DATA", str(tmp_path))
    monkeypatch.setattr(os, "access", no)
    assert checks.folder().state == "bad"


def test_every_command_explains_itself() -> None:
    for command in ("", "serve", "demo", "signin", "doctor", "import", "export", "lights", "read", "plan",
                    "index"):  # fmt: skip
        done = outside(*([command] if command else []), "--help")
        assert done.returncode == 0
        assert "usage" in done.stdout
