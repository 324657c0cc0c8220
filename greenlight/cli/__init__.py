"""`greenlight`: the command line. Words in Chinese, `--json` for machines, no stack traces for users.

Exit codes: 0 done, 1 refused (the sentence says why), 2 the command itself is wrong, 3 checks failed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

Result = dict[str, Any]
Handler = Callable[[argparse.Namespace], Result]


class Wrong(Exception):
    """What the user asked cannot be done; `str()` is shown, `code` is the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


class Parser(argparse.ArgumentParser):
    """argparse in Chinese: one sentence, the usage, exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command and how it is called."""
        self.exit(2, f"命令写得不对：{message}\n{self.format_usage()}")


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run one command and end the process with its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    sys.exit(run(arguments))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; prints its result."""
    from greenlight.cli import commands

    parser = commands.parser()
    options = parser.parse_args(arguments)
    if options.data:
        os.environ["GREENLIGHT_DATA"] = str(Path(options.data).resolve())
    try:
        result = options.handler(options)
    except Wrong as wrong:
        return failed(options, str(wrong), wrong.code)
    except KeyboardInterrupt:
        return failed(options, "已取消。", 1)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        return unforeseen(options, error)
    return show(options, result)


def unforeseen(options: argparse.Namespace, error: Exception) -> int:
    """Say refusals as they stand; name anything else without a stack trace unless asked for."""
    sentence = getattr(error, "sentence", None) or (str(error) if spoken(error) else None)
    if sentence:
        return failed(options, sentence, 1)
    if os.environ.get("GREENLIGHT_TRACE"):
        raise error
    kind = type(error).__name__
    return failed(
        options, f"出了没有预料到的错（{kind}：{error}）。设 GREENLIGHT_TRACE=1 再运行可看详情。", 1
    )


def spoken(error: Exception) -> bool:
    """Tell whether an error speaks the user's language: it begins with a Chinese sentence."""
    return any("一" <= letter <= "鿿" for letter in str(error))


def failed(options: argparse.Namespace, sentence: str, code: int) -> int:
    """Print a refusal where its reader looks: JSON to stdout for machines, text to stderr."""
    if options.json:
        sys.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(sentence + "\n")
    return code


def show(options: argparse.Namespace, result: Result) -> int:
    """Print a result and return its exit code (`exit` in the result, else 0).

    `pieces` are the bits of a JSON too long to be held as one.
    """
    code = int(result.pop("exit", 0))
    text, pieces = result.pop("text", None), result.pop("pieces", None)
    if pieces is not None:
        sys.stdout.writelines(chain(pieces, "\n"))
        return code
    if options.json or text is None:
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=None if options.json else 1) + "\n")
    else:
        sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
    return code
