"""What people most often write of a site, by where the project stands: one tap instead of typing.

The words are those of 形象进度 columns in the ledgers of development zones (see docs/rooms/sites.md).
"""

from __future__ import annotations

from greenlight.kernel import stages

BEFORE = ("现场踏勘", "清表", "场地平整", "围挡搭设", "水电接入", "等待进场")
BUILDING = ("桩基施工", "基础施工", "主体施工", "主体封顶", "屋面外立面", "设备安装", "室外配套", "收尾")
AFTER = ("竣工清理", "设备进场", "设备安装", "设备调试", "试生产", "正式生产")
STARTED, FINISHED = "groundbreaking", "completed"


def phrases(kind: str, stage: str) -> tuple[str, ...]:
    """Return the phrases for a stage of a kind's chain; those of building when the stage is unknown."""
    places = {one.code: n for n, one in enumerate(stages.CHAINS.get(kind, ()))}
    if stage not in places or stage == STARTED:
        return BUILDING
    if places[stage] < places[STARTED]:
        return BEFORE
    return AFTER
