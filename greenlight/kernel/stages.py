"""The life of a project by kind: chains of stages, and which milestones gate which stage.

A project of each kind walks one chain; 暂停 and 终止 stand beside the stage and are not part of
it. A stage is entered through the gates of GATED_STAGE: the `gate=yes` rows of the node library.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from greenlight.kernel.gates import ALWAYS, Gate

ATTRACTION, GOVERNMENT, TECHNICAL_UPGRADE = "attraction", "government", "technical_upgrade"
KIND_WORDS = {ATTRACTION: "工业招商项目", GOVERNMENT: "政府投资项目", TECHNICAL_UPGRADE: "技改项目"}
KIND_OF = {word: kind for kind, word in KIND_WORDS.items()}
HALT_WORDS = {"": "正常推进", "paused": "暂停", "terminated": "终止"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a chain: its code everywhere, its word in this chain."""

    code: str
    word: str


class UnknownStage(ValueError):
    """A stage that does not belong to this kind; `kind` and `stage` say which."""

    def __init__(self, kind: str, stage: str) -> None:
        self.kind, self.stage = kind, stage
        super().__init__(f"“{KIND_WORDS.get(kind, kind)}”没有“{stage}”这个阶段")


def _chain(text: str) -> tuple[Stage, ...]:
    return tuple(Stage(*pair.split("=")) for pair in text.split())


CHAINS: dict[str, tuple[Stage, ...]] = {
    ATTRACTION: _chain(
        "lead=线索 negotiating=在谈 signed=签约 registration=立项 land_secured=供地"
        " groundbreaking=开工 completed=竣工 in_production=投产 full_capacity=达产"
        " commitment_review=履约评价"
    ),
    GOVERNMENT: _chain(
        "pipeline_reserve=谋划储备 registration=立项 land=用地 groundbreaking=开工"
        " completed=竣工 settlement=决算移交 post_review=后评价"
    ),
    TECHNICAL_UPGRADE: _chain(
        "pipeline_reserve=谋划储备 registration=备案 groundbreaking=开工 completed=竣工"
        " in_production=投产 performance=绩效"
    ),
}


def _by_stage(text: str) -> dict[str, str]:
    lines = (line.split(":") for line in text.strip().splitlines())
    return {node: stage.strip() for stage, nodes in lines for node in nodes.split()}


# Every gate node of the library and the stage it opens. A node stands with the stage before
# which it must be met: 正式开工 and all it needs open 开工, the reserve entry opens 立项.
GATED_STAGE: dict[str, str] = _by_stage(
    """
    signed: IND005 IND006 IND008 IND009
    registration: IND012
    land_secured: IND014 IND016 IND017 IND019 IND020 IND022 IND023 IND025 IND026
    groundbreaking: IND028 IND030 IND031 IND033 IND034 IND036 IND039 IND040
    completed: IND049 IND050 IND051 IND052
    in_production: IND054 IND056 IND057
    full_capacity: IND059
    commitment_review: IND060
    registration: GOV003 GOV005 GOV006 GOV009
    land: GOV014 GOV015 GOV016
    groundbreaking: GOV011 GOV012 GOV013 GOV019 GOV021 GOV022 GOV023 GOV025 GOV028 GOV029 GOV030
    completed: GOV037 GOV038
    settlement: GOV042
    post_review: GOV044
    registration: TEC003
    groundbreaking: TEC005 TEC006 TEC007 TEC008 TEC009 TEC011
    completed: TEC016 TEC017
    in_production: TEC019 TEC020
    performance: TEC022
    """
)

# The milestone that is the stage: its actual date is the date the stage was reached.
STAGE_NODE: dict[str, dict[str, str]] = {
    ATTRACTION: {
        "signed": "IND009",
        "registration": "IND012",
        "land_secured": "IND023",
        "groundbreaking": "IND040",
        "completed": "IND051",
        "in_production": "IND057",
        "full_capacity": "IND059",
        "commitment_review": "IND060",
    },
    GOVERNMENT: {
        "registration": "GOV009",
        "land": "GOV016",
        "groundbreaking": "GOV030",
        "completed": "GOV038",
        "settlement": "GOV042",
        "post_review": "GOV044",
    },
    TECHNICAL_UPGRADE: {
        "registration": "TEC003",
        "groundbreaking": "TEC011",
        "in_production": "TEC020",
        "performance": "TEC022",
    },
}


def place(kind: str, stage: str) -> int:
    """The place of a stage in the chain of its kind, from 0.

    Raises UnknownStage for a stage of another chain or an unknown kind.
    """
    codes = [entry.code for entry in CHAINS.get(kind, ())]
    if stage not in codes:
        raise UnknownStage(kind, stage)
    return codes.index(stage)


def word(kind: str, stage: str) -> str:
    """The clerk's word for a stage of this kind: registration is 立项, for 技改 it is 备案."""
    return CHAINS[kind][place(kind, stage)].word


def stage_of(kind: str, spoken: str) -> str | None:
    """The code for a clerk's word of this kind; None when the chain has no such word."""
    return next((entry.code for entry in CHAINS.get(kind, ()) if entry.word == spoken), None)


def following(kind: str, stage: str) -> Stage | None:
    """The next stage of the chain; None after the last."""
    rest = CHAINS[kind][place(kind, stage) + 1 :]
    return rest[0] if rest else None


def gates_between(gates: Iterable[Gate], kind: str, now: str, then: str) -> tuple[Gate, ...]:
    """The gates of every stage after `now` up to `then`, in the order of the chain.

    Empty when `then` is not ahead. Raises UnknownStage.
    """
    first, last = place(kind, now), place(kind, then)
    ahead = [entry.code for entry in CHAINS[kind][first + 1 : last + 1]]
    own = [gate for gate in gates if gate.stage in ahead]
    return tuple(sorted(own, key=lambda gate: ahead.index(gate.stage)))


def gates_of(nodes: Iterable[Mapping[str, str]]) -> dict[str, tuple[Gate, ...]]:
    """The gates of each kind from rows of the node library (kind, code, name_zh, evidence, …).

    Rows without gate=yes, and gates that open no stage, are left out.
    """
    found: dict[str, list[Gate]] = {kind: [] for kind in CHAINS}
    for node in nodes:
        stage = GATED_STAGE.get(node["code"])
        if node["gate"] == "yes" and stage:
            found[KIND_OF[node["kind"]]].append(_gate(node, stage))
    return {kind: tuple(gates) for kind, gates in found.items()}


def _gate(node: Mapping[str, str], stage: str) -> Gate:
    papers = (paper.strip() for paper in node["evidence"].split(";"))
    return Gate(
        stage=stage,
        node_code=node["code"],
        name=node["name_zh"],
        evidence=tuple(paper for paper in papers if paper),
        condition=node.get("condition") or ALWAYS,
    )
