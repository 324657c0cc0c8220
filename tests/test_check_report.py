"""`greenlight check-report`: files in, findings out, without a database and without Django."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from greenlight import cli
from greenlight.base import documents
from greenlight.base.documents.checking import check
from greenlight.base.documents.tests.papers import p, with_body

PARTS = "全年招引项目6个，总投资12.0亿元，其中机械类3个5.0亿元，食品类2个4.0亿元，其他1个2.0亿元。"
CLEAN = "全年实现工业总产值124.2亿元，同比增长16.3%。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "一.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "二.docx").write_bytes(with_body(p(PARTS)))
    (tmp_path / "三.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.run(["check-report", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_one_file_is_one_object_whose_offsets_are_those_of_the_text(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, str(folder / "一.txt"), "--json")
    _, text, _ = run(capsys, str(folder / "一.txt"), "--text")
    fact = json.loads(out)["facts"][0]
    assert (code, fact["value"], fact["unit"], fact["value_kind"]) == (0, 124.2, "亿元", "level")
    assert text[fact["start"] : fact["end"]] == "124.2亿元"


def test_several_files_go_by_their_names_and_a_bad_one_stops_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, *map(str, sorted(folder.iterdir())), "--json")
    found = json.loads(out)
    assert code == 1
    assert "另存为 .docx" in found["三.doc"]["error"]
    assert len(found["二.docx"]["conflicts"]) == 1
    assert found["一.txt"]["conflicts"] == []


def test_findings_are_data_and_no_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, str(folder / "二.docx"))
    assert code == 0
    assert "要问 1 处" in out
    assert "【12.0亿元】" in out


def test_each_file_is_written_under_its_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "一.html").write_text(f"<p>{CLEAN}</p>", encoding="utf-8")
    files = [str(folder / name) for name in ("一.txt", "一.html", "二.docx")]
    code, _, _ = run(capsys, *files, "--out", str(folder / "out"))
    assert code == 0
    written = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (folder / "out").iterdir()}
    assert written.keys() == {"一.json", "一.html.json", "二.json"}
    assert written["二.json"]["conflicts"][0]["stated"] == 12


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "没有.docx")
    assert (code, out.strip(), err) == (1, "", "没有这个文件：没有.docx\n")


def test_comparing_asks_for_two(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, str(folder / "一.txt"), "--compare")
    assert code == 1
    assert "两份" in err


def test_last_years_plan_is_held_against_this_years_result(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, result = folder / "2022总结.txt", folder / "2023总结.txt"
    plan.write_text("2023年，力争实现规上工业总产值230亿元，招引项目15个。", encoding="utf-8")
    result.write_text("2023年，实现规上工业总产值205亿元，同比增长3.1%。", encoding="utf-8")
    code, out, _ = run(capsys, str(plan), str(result), "--compare")
    assert code == 0
    assert "2022总结.txt：…2023年，力争实现规上工业总产值【230亿元】" in out
    assert "2023总结.txt：…2023年，实现规上工业总产值【205亿元】" in out
    _, told, _ = run(capsys, str(plan), str(result), "--compare", "--json")
    assert len(json.loads(told)["compare"]) == 1


def test_neither_django_nor_a_database_is_touched(folder: Path) -> None:
    asked = f"""import sys
from greenlight import cli
from greenlight.base import documents
from greenlight.base.documents.checking import check
cli.run(["check-report", {str(folder / "二.docx")!r}, "--json"])
sys.exit("django" in sys.modules or "sqlite3" in sys.modules)"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_files_of_one_name_in_several_folders_are_all_told_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for n, folder in enumerate("甲乙丙", 1):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "总结.txt").write_text(f"产值{n}亿元。", encoding="utf-8")
        files.append(str(tmp_path / folder / "总结.txt"))
    _, out, _ = run(capsys, *files, "--json")
    assert [found["facts"][0]["value"] for found in json.loads(out).values()] == [1, 2, 3]
    run(capsys, *files, "--out", str(tmp_path / "out"))
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "总结.json", "总结.txt.json", "总结.txt-2.json"}  # fmt: skip


def test_a_link_that_waits_in_the_folder_is_replaced_and_not_followed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "out").mkdir()
    (folder / "贵重").write_text("不能动", encoding="utf-8")
    (folder / "out" / "一.json").symlink_to(folder / "贵重")
    assert run(capsys, str(folder / "一.txt"), "--out", str(folder / "out"))[0] == 0
    assert (folder / "贵重").read_text(encoding="utf-8") == "不能动"
    assert not (folder / "out" / "一.json").is_symlink()
    assert [path.name for path in (folder / "out").iterdir()] == ["一.json"]


def test_a_place_that_cannot_be_written_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out" / "一.json").mkdir(parents=True)
    code, _, err = run(capsys, str(folder / "一.txt"), "--out", str(folder / "out"))
    assert (code, "换一个文件夹" in err) == (1, True)
    assert [path.name for path in (folder / "out").iterdir()] == ["一.json"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes that are no text, and /dev")
def test_names_that_are_no_text_and_files_that_never_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xff\xfe.txt")
    Path(odd).write_text(CLEAN, encoding="utf-8")
    assert run(capsys, odd)[0] == 0
    code, out, _ = run(capsys, odd, "没有.txt", "--json")
    assert (code, len(json.loads(out.encode().decode()))) == (1, 2)
    assert "超过 64 MB" in run(capsys, "/dev/zero")[2]


def test_a_sentence_that_never_ends_is_read_in_time_and_every_offset_stands() -> None:
    words = "全年投资12.3亿元增长4.5%，其中工业" * 1_500
    checked = check(documents.pasted(words))
    assert len(checked.facts) == 3_000
    assert {words[one.start : one.end] for one in checked.facts} == {"12.3亿元", "4.5%"}


def test_a_number_is_whole_wherever_it_stands_in_a_sentence_that_never_ends() -> None:
    for letters in range(994, 1_003):
        checked = check(documents.pasted("园" * letters + "12345.6亿元" + "区" * letters))
        assert [str(one.value) for one in checked.facts] == ["12345.6"]


def test_numbers_without_end_are_refused_before_they_are_held_against_each_other() -> None:
    with pytest.raises(documents.Unreadable, match="里有 300 个数"):
        check(documents.pasted("产值3亿元。" * 300), most=100)
