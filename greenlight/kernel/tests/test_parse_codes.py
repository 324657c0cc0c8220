"""Codes: vectors of standards.md §1, shapes of §2."""

import csv
from pathlib import Path

import pytest

from greenlight.kernel.parse import read_project_code, read_uscc
from greenlight.kernel.parse.codes import organ_code_fits

VECTORS = list(
    csv.DictReader(Path(__file__).with_name("uscc_vectors.csv").read_text(encoding="utf-8-sig").splitlines())
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["note"][:30])
def test_every_vector_of_the_standard_is_judged_as_it_says(vector: dict[str, str]) -> None:
    read = read_uscc(vector["code"])
    kinds = [note.kind for note in read.notes]
    if vector["expect"] == "valid":
        assert (read.value, kinds) == (vector["code"], [])
    elif vector["expect"] == "needs_normalise":
        assert read.value == "91110000600037341L"
        assert kinds == ["code_normalised"]
    else:
        assert (read.value, kinds) == (None, ["uscc_invalid"])


def test_the_organ_code_inside_is_a_doubt_of_its_own() -> None:
    for vector in VECTORS:
        if vector["org_code_check_ok"] == "yes" and vector["expect"] == "valid":
            assert organ_code_fits(vector["code"])


def test_a_code_kept_as_a_number_has_lost_digits() -> None:
    read = read_uscc(9.1330881000012e17)
    assert [note.kind for note in read.notes] == ["uscc_as_number"]


@pytest.mark.parametrize("code", ["2206-330881-04-01-714870", "2018-330881-34-03-012345"])
def test_codes_of_both_schemes_are_valid(code: str) -> None:
    assert read_project_code(code).value == code
    assert read_project_code(code).notes == ()


@pytest.mark.parametrize(
    "raw",
    ["２２０６－３３０８８１－０４－０１－７１４８７０", " 2206—330881—04—01—714870", "22063308810401714870"],
)
def test_a_code_is_put_in_shape_and_that_is_told(raw: str) -> None:
    read = read_project_code(raw)
    assert read.value == "2206-330881-04-01-714870"
    assert [note.kind for note in read.notes] == ["code_normalised"]


@pytest.mark.parametrize("raw", ["2213-330881-04-01-604417", "2203-330881-04-01-12345", "备案号12", 2.2e19])
def test_a_code_of_no_month_or_short_is_refused(raw: object) -> None:
    read = read_project_code(raw)
    assert read.value is None
    assert [note.kind for note in read.notes] == ["project_code_invalid"]


@pytest.mark.parametrize("raw", ["", None, "/", "未赋码", "备案中"])
def test_a_code_not_yet_given_is_missing(raw: object) -> None:
    assert read_project_code(raw).value is None
    assert read_project_code(raw).notes == ()
