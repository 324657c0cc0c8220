"""How the product says no: a sentence in the reader's words that names the place and the way out."""


class Refused(Exception):
    """A deed that cannot be done. `str()` is shown to the user as it stands.

    `status` is the HTTP answer: 409 what stands in the way can change, 400 the input is wrong,
    403 the person may not, 413 too large.
    """

    def __init__(self, sentence: str, *, status: int = 409) -> None:
        super().__init__(sentence)
        self.status = status


class NotAllowed(Refused):
    """The person sees the record but may not do this deed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, status=403)


class Collided(Refused):
    """Two people changed the same record; carries what the other one left."""

    def __init__(self, sentence: str, *, theirs: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.theirs = theirs or {}
