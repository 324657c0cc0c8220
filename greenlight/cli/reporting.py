"""`greenlight check-report`: every number of a report, every place that does not fit. No database."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from greenlight.cli import Result, Wrong

if TYPE_CHECKING:
    from greenlight.base.documents.checking import Checked
    from greenlight.kernel.facts import Conflict

AROUND = 18  # letters shown on each side of a number
UNREAD = 1  # exit code: some file could not be read


def check_report(options: Namespace) -> Result:
    """Check files one after the other; a file that is not read is named, and the others go on."""
    read: dict[str, Checked] = {}
    wrong: dict[str, str] = {}
    for file in dict.fromkeys(options.files):
        try:
            read[file] = checked(Path(file))
        except Wrong as sentence:
            wrong[file] = str(sentence)
            if not options.json:
                sys.stderr.write(f"{sentence}\n")
    across = compared(options, list(read.values()))
    lines = written(Path(options.out), read) if options.out else []
    code = {"exit": UNREAD} if wrong else {}
    if options.json:
        return {"pieces": shaped(options, read, wrong, across)} | code
    return {"text": sayable("\n".join([*told(options, read, across), *lines]))} | code


def checked(path: Path) -> Checked:
    """Read and check one file.

    Raises Wrong with the sentence of what is wrong with it.
    """
    from greenlight.base import documents
    from greenlight.base.documents.checking import check

    try:
        return check(documents.read_path(path))
    except FileNotFoundError:
        raise Wrong(f"没有这个文件：{path}") from None
    except (IsADirectoryError, PermissionError, OSError) as error:
        raise Wrong(f"打不开“{path}”（{error.strerror}），请确认是一个能读的文件。") from None
    except documents.Unreadable as refused:
        raise Wrong(str(refused)) from None


def compared(options: Namespace, read: Sequence[Checked]) -> list[Conflict]:
    """Hold the files against each other when asked to."""
    if not options.compare:
        return []
    if len(read) < 2:
        raise Wrong("--compare 要两份读得了的报告：先写去年的计划，再写今年的总结。")
    from greenlight.base.documents.checking import compare

    return compare(read)


def in_pieces(one: Checked, lines: bool = False) -> Iterator[str]:
    """Yield the JSON of one file bit by bit."""
    from greenlight.kernel.facts.wire import in_pieces

    return in_pieces(one.facts, one.conflicts, lines)


def written(folder: Path, read: dict[str, Checked]) -> list[str]:
    """Write NAME.json for each NAME.ext; two files of one name keep their extension as well."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Wrong(f"不能写到“{folder}”（{error.strerror}），请换一个文件夹。") from None
    taken: set[str] = set()
    lines = []
    for file, one in read.items():
        target = folder / f"{_free(Path(file), taken)}.json"
        put(target, chain(in_pieces(one, lines=True), "\n"))
        lines.append(f"{target}　{len(one.facts)} 个数，要问 {len(one.conflicts)} 处")
    return lines


def _free(path: Path, taken: set[str]) -> str:
    """Return a name no other file of this run has: 总结, 总结.docx, 总结.docx-2."""
    later = (f"{path.name}-{n}" for n in count(2))
    name = next(one for one in chain((path.stem, path.name), later) if one.casefold() not in taken)
    taken.add(name.casefold())
    return name


def put(target: Path, pieces: Iterable[str]) -> None:
    """Write a file beside its place and move it there: whole or not at all, and never through a link."""
    part = target.with_name(f".{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        with part.open("x", encoding="utf-8") as out:
            out.writelines(pieces)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Wrong(f"不能写“{sayable(str(target))}”（{error.strerror}），请换一个文件夹。") from None


def shaped(
    options: Namespace, read: dict[str, Checked], wrong: dict[str, str], across: list[Conflict]
) -> Iterator[str]:
    """Yield the JSON bit by bit: one file is its own object, several go by their names."""
    if len(read) + len(wrong) == 1:
        for one in read.values():
            yield from in_pieces(one)
        yield from (dumped({"error": sentence}) for sentence in wrong.values())
        return
    names = keys([*read, *wrong])
    several: dict[str, Iterable[str]] = {names[file]: in_pieces(one) for file, one in read.items()}
    several |= {names[file]: dumped({"error": sentence}) for file, sentence in wrong.items()}
    if options.compare:
        from greenlight.kernel.facts.wire import as_json

        several["compare"] = dumped(as_json([], across)["conflicts"])
    for n, (name, pieces) in enumerate(several.items()):
        yield f"{', ' if n else '{'}{dumped(name)}: "
        yield from pieces
    yield "}"


def keys(files: Sequence[str]) -> dict[str, str]:
    """Return what each file goes by: its name, or its path where another has the same name."""
    names = Counter(Path(file).name for file in files)
    return {file: Path(file).name if names[Path(file).name] == 1 else file for file in files}


def dumped(answer: object) -> str:
    """Return JSON as the command prints it."""
    return sayable(json.dumps(answer, ensure_ascii=False))


def sayable(words: str) -> str:
    """Return words that can be printed: a file may be called what no encoding knows."""
    return words.encode("utf-8", "replace").decode()


# ---- for people ----
def told(options: Namespace, read: dict[str, Checked], across: list[Conflict]) -> list[str]:
    """Return the lines for people: the texts, or the findings, or nothing when files were written."""
    if options.text:
        return [one.document.text.body for one in read.values()]
    if options.out and not across:
        return []
    found = [line for one in read.values() for line in findings(one)] if not options.out else []
    return [
        *found,
        *(line for n, one in enumerate(across, 1) for line in between(n, one, list(read.values()))),
    ]


def between(n: int, one: Conflict, read: Sequence[Checked]) -> list[str]:
    """Return a question that two files raise together, each number with its file."""
    lines = finding(n, one, "两份对不上")
    for file, fact in zip(one.files, one.facts, strict=True):
        text = read[file].document.text
        lines.append(f"　　　{text.name}：{quoted(text.body, fact.start, fact.end)}")
    return lines


def findings(one: Checked) -> list[str]:
    """Return what is asked about one file."""
    name, asked = one.document.text.name, one.conflicts
    head = f"{name}：认出 {len(one.facts)} 个数，" + (f"要问 {len(asked)} 处" if asked else "没有要问的")
    lines = [head, *(f"　　{note}" for note in one.document.notes)]
    for n, conflict in enumerate(asked, 1):
        lines += finding(n, conflict, one.document.where(conflict.start))
        lines += [f"　　　{quoted(one.document.text.body, *place)}" for place in conflict.places]
    return lines


def finding(n: int, one: Conflict, where: str) -> list[str]:
    """Return a question and the sum behind it."""
    return [f"{n:>3}. {one.question}　［{where}］", f"　　　算：{one.worked}"]


def quoted(body: str, start: int, end: int) -> str:
    """Return a number with the words around it."""
    left = body[max(0, start - AROUND) : start].rpartition("\n")[2]
    right = body[end : end + AROUND].partition("\n")[0]
    return f"…{left}【{body[start:end]}】{right}…"
