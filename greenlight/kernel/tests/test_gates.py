"""Gates and stages: what a project must have before it moves on."""

import csv
from pathlib import Path

import pytest

from greenlight.kernel.gates import Gate, missing
from greenlight.kernel.stages import (
    CHAINS,
    GATED_STAGE,
    STAGE_NODE,
    UnknownStage,
    following,
    gates_between,
    gates_of,
    place,
    stage_of,
    word,
)

LIBRARY = Path(__file__).parents[2] / "projects" / "data" / "nodes.csv"
PERMIT = Gate("groundbreaking", "IND039", "施工许可证核发", ("施工许可证", "质安监登记表"))
SAFETY = Gate("groundbreaking", "IND033", "安全条件审查", ("安全条件审查意见书",), "chemical")


def nodes() -> list[dict[str, str]]:
    with LIBRARY.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_project_short_of_papers_is_told_which() -> None:
    lacking = missing([PERMIT], {"IND039": {"施工许可证"}})
    assert [lack.told for lack in lacking] == ["施工许可证核发：缺质安监登记表"]


def test_a_project_with_every_paper_passes() -> None:
    assert missing([PERMIT], {"IND039": ["施工许可证", "质安监登记表"]}) == ()


def test_a_gate_whose_condition_is_off_is_not_asked() -> None:
    assert missing([SAFETY], {}, off={"chemical"}) == ()
    assert [lack.gate.node_code for lack in missing([SAFETY], {})] == ["IND033"]


def test_a_gate_without_papers_asks_for_the_milestone_itself() -> None:
    bare = Gate("signed", "X1", "会议审定", ())
    assert missing([bare], {})[0].told == "会议审定：尚未完成"
    assert missing([bare], {"X1": ()}) == ()


def test_the_chains_are_those_of_the_field() -> None:
    words = {kind: "→".join(stage.word for stage in chain) for kind, chain in CHAINS.items()}
    assert words == {
        "attraction": "线索→在谈→签约→立项→供地→开工→竣工→投产→达产→履约评价",
        "government": "谋划储备→立项→用地→开工→竣工→决算移交→后评价",
        "technical_upgrade": "谋划储备→备案→开工→竣工→投产→绩效",
    }


def test_the_same_stage_has_the_word_of_its_chain() -> None:
    assert word("attraction", "registration") == "立项"
    assert word("technical_upgrade", "registration") == "备案"
    assert stage_of("government", "用地") == "land"
    assert stage_of("government", "在谈") is None


def test_a_stage_of_another_chain_is_refused_by_name() -> None:
    with pytest.raises(UnknownStage, match=r"政府投资项目.*full_capacity"):
        place("government", "full_capacity")


def test_after_the_last_stage_nothing_follows() -> None:
    after = following("attraction", "groundbreaking")
    assert after is not None
    assert after.word == "竣工"
    assert following("technical_upgrade", "performance") is None


def test_every_gate_of_the_node_library_opens_a_stage_of_its_own_chain() -> None:
    asked = {node["code"] for node in nodes() if node["gate"] == "yes"}
    assert asked == set(GATED_STAGE)
    for kind, gates in gates_of(nodes()).items():
        assert {gate.stage for gate in gates} <= {stage.code for stage in CHAINS[kind]}
    assert [len(gates) for gates in gates_of(nodes()).values()] == [31, 22, 12]


def test_a_gate_never_opens_an_earlier_stage_than_a_gate_it_waits_for() -> None:
    before = {node["code"]: node["predecessors"].split(";") for node in nodes()}
    order = {
        gate.node_code: place(kind, gate.stage) for kind, gates in gates_of(nodes()).items() for gate in gates
    }
    for code, own in order.items():
        assert all(order[early] <= own for early in before[code] if early in order), code


def test_starting_construction_asks_for_the_permit_and_the_start_itself() -> None:
    gates = gates_of(nodes())["attraction"]
    asked = {gate.node_code for gate in gates_between(gates, "attraction", "land_secured", "groundbreaking")}
    assert {"IND039", "IND040", "IND030"} <= asked
    assert "IND023" not in asked


def test_skipping_stages_asks_for_the_gates_of_all_of_them() -> None:
    gates = gates_of(nodes())["attraction"]
    asked = gates_between(gates, "attraction", "signed", "land_secured")
    assert {gate.stage for gate in asked} == {"registration", "land_secured"}
    assert gates_between(gates, "attraction", "land_secured", "signed") == ()


def test_the_milestone_of_a_stage_is_one_of_its_gates_but_for_land() -> None:
    for stages in STAGE_NODE.values():
        assert all(GATED_STAGE[node] == stage for stage, node in stages.items())
