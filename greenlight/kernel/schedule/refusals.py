"""What the scheduler refuses, each with the node it names and the clerk's sentence."""


class ScheduleError(ValueError):
    """Anything the scheduler refuses."""


class NetworkError(ScheduleError):
    """A node or link that cannot be planned: `node` is its key, `why` the reason."""

    def __init__(self, node: str, why: str) -> None:
        super().__init__(f"节点“{node}”：{why}" if node else why)
        self.node, self.why = node, why


class UnknownKey(NetworkError):
    """A key that is no activity of the network."""

    def __init__(self, key: str) -> None:
        super().__init__(key, "计划里没有这个节点，请核对编号")


class Cycle(NetworkError):
    """Activities that wait for one another: `members` in order, the first waits for the last."""

    def __init__(self, members: tuple[str, ...]) -> None:
        round_trip = " → ".join((*members, members[0]))
        super().__init__(members[0], f"前后关系成了环：{round_trip}，请断开其中一条")
        self.members = members


class NoDates(ScheduleError):
    """Neither a start nor a promised finish was given."""

    def __init__(self) -> None:
        super().__init__("开始日和承诺完成日至少要给一个")
