"""The files a browser gets: they run on Chromium 90, call nobody else, and stay small."""

import gzip
import re
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
ROOT = BASE.parent
STATIC = BASE / "static"
FILES = sorted(p for p in STATIC.rglob("*") if p.suffix in {".css", ".js", ".svg"})
ISLAND = STATIC / "vendor" / "gantt"  # loaded after the first paint, by the page that drags a plan
MARKUP = r"\.innerHTML\s*=[^=]"
STYLES = [p for p in FILES if p.suffix == ".css"]
SCRIPTS = [p for p in FILES if p.suffix == ".js"]

# Each came after Chromium 90 (the first version that has it is in the note).
TOO_NEW_FOR_STYLES = {
    r"color-mix\(": "111",
    r":has\(": "105",
    r"\bokl(ab|ch)\(": "111",
    r"@layer": "99",
    r"@container|container-type": "105",
    r"@scope": "118",
    r"@property": "needs no fallback here",
    r"\b\d+[dsl]v[hw]\b": "108",
    r"(?<![\w-])subgrid": "117",
    r"text-wrap:": "114",
    r"\binset-(block|inline)|\bmargin-trim": "trim",
    r"[{;]\s*&|^\s*&": "nesting 112",
}
TOO_NEW_FOR_SCRIPTS = {
    r"structuredClone": "98",
    r"Object\.hasOwn": "93",
    r"\.at\(": "92",
    r"\.findLast": "97",
    r"\.(toSorted|toReversed|toSpliced|with)\(": "110",
    r"randomUUID": "92",
    r"replaceChildren.*spread|showPopover": "114",
    r"AbortSignal\.(timeout|any)": "103",
    r"\bstatic\s*\{": "94",
    r"#\w+ in ": "91",
    r"\beval\(|new Function": "refused by the content policy",
    MARKUP: "text is never parsed as markup",
}


def found(patterns: dict[str, str], path: Path) -> list[str]:
    """Name what a file uses and may not."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    return [f"{path.name}: {p}" for p in patterns if re.search(p, text, re.M)]


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_a_style_sheet_runs_on_chromium_90(path: Path) -> None:
    assert found(TOO_NEW_FOR_STYLES, path) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_a_script_runs_on_chromium_90_and_under_the_content_policy(path: Path) -> None:
    # dhtmlxGantt builds its rows as markup; every name it is given is escaped (arrange/chart.js).
    own = {one: why for one, why in TOO_NEW_FOR_SCRIPTS.items() if path.parent != ISLAND or one != MARKUP}
    assert found(own, path) == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_static_file_names_no_foreign_host_and_no_source_map(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"(?:https?:|wss?:|@import|url\(\s*[\"']?)//[^\s\"')]+", text) == []
    assert re.findall(r"https?://[^\s\"')]+", text) == []
    assert "sourceMappingURL" not in text


def test_the_floor_would_catch_what_it_forbids(tmp_path: Path) -> None:
    style, script = tmp_path / "bad.css", tmp_path / "bad.js"
    style.write_text("a{color:color-mix(in srgb,red,blue)} b:has(i){height:10dvh}", encoding="utf-8")
    script.write_text("structuredClone(x); [1].at(-1)", encoding="utf-8")
    assert len(found(TOO_NEW_FOR_STYLES, style)) == 3
    assert len(found(TOO_NEW_FOR_SCRIPTS, script)) == 2


def weight(*paths: Path) -> int:
    """Return the bytes that travel, packed."""
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


def test_the_frame_of_a_page_weighs_less_than_60_kb() -> None:
    frame = (ROOT / "base/templates/base.html").read_text(encoding="utf-8")
    linked = [STATIC / name for name in re.findall(r"{% static '(greenlight/[^']+\.(?:css|js))' %}", frame)]
    modules = sorted((STATIC / "greenlight/js").glob("*.js"))
    assert weight(*linked, *modules) < 60_000


def test_no_page_can_weigh_more_than_200_kb_at_first_paint() -> None:
    # All our styles and scripts, the frameworks and htmx: more than any page asks for.
    vendor = [path for path in (STATIC / "vendor").rglob("*") if path.suffix in (".css", ".js")]
    frameworks = [path for path in vendor if "bootstrap" in path.name]
    assert weight(*STYLES, *[one for one in SCRIPTS if one.parent != ISLAND], *frameworks) + 16_000 < 200_000


def templates() -> list[Path]:
    """List every template of every room."""
    return sorted(ROOT.glob("*/templates/**/*.html"))


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    have = set(
        re.findall(r'<symbol id="([\w-]+)"', (STATIC / "greenlight/icons.svg").read_text(encoding="utf-8"))
    )
    asked = {
        name
        for path in templates()
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert asked - have == set()


def test_no_template_holds_a_style_block_an_inline_script_or_a_long_comment() -> None:
    wrong = []
    for path in templates():
        text = path.read_text(encoding="utf-8")
        if re.search(r"<style|\son\w+=|javascript:|<script(?![^>]*\bsrc=)[^>]*>", text):
            wrong.append(f"{path.name}: inline code")
        # Django ends {# #} at the line's end and prints the rest into the page.
        if any("{#" in line and "#}" not in line for line in text.splitlines()):
            wrong.append(f"{path.name}: a comment over several lines")
    assert wrong == []


def test_every_token_that_is_used_is_defined() -> None:
    css = "\n".join(p.read_text(encoding="utf-8") for p in STYLES)
    defined = set(re.findall(r"(--[\w-]+)\s*:", css))
    used = set(re.findall(r"var\((--[\w-]+)\s*\)", css))
    assert {name for name in used - defined if not name.startswith("--bs-")} == set()


def test_light_and_dark_name_the_same_colours() -> None:
    css = (STATIC / "greenlight/tokens.css").read_text(encoding="utf-8")
    light, dark, auto = (
        set(re.findall(r"(--[\w-]+):", part))
        for part in (
            re.search(r':root,\s*\[data-theme="light"\] \{(.*?)\n\}', css, re.S)[1],  # type: ignore[index]
            re.search(r'\n\[data-theme="dark"\] \{(.*?)\n\}', css, re.S)[1],  # type: ignore[index]
            re.search(r'\[data-theme="auto"\] \{(.*?)\n  \}', css, re.S)[1],  # type: ignore[index]
        )
    )
    assert light == dark == auto


# Pairs a reader must be able to read, or a shape to see (design: 4.5 for text, 3 for shapes).
PAIRS = [
    *((token, "--surface", 4.5) for token in ("--t1", "--t2", "--t3", "--acc")),
    *((f"--{c}-t", "--surface", 4.5) for c in "gyrbx"),
    *((f"--{c}-t", f"--{c}-b", 4.5) for c in "gyrbx"),
    *((token, "--surface", 3.0) for token in ("--ctl", "--g", "--y-o", "--r", "--b", "--x")),
    ("--t3", "--sunken", 4.5),
    ("--t3", "--acc-t", 4.5),
    ("--on-acc", "--acc", 4.5),
    ("--on-acc", "--acc-h", 4.5),
    ("--rail-t", "--rail", 4.5),
    ("--rail-w", "--rail-on", 4.5),
    ("--toast-t", "--toast", 4.5),
    ("--toast-a", "--toast", 4.5),
    ("--t1", "--mark", 4.5),
]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two #rrggbb colours as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "floor"), PAIRS)
def test_a_colour_stands_out_from_its_ground(theme: str, front: str, ground: str, floor: float) -> None:
    css = (STATIC / "greenlight/tokens.css").read_text(encoding="utf-8")
    block = re.search(rf'\[data-theme="{theme}"\] \{{(.*?)\n\}}', css, re.S)
    assert block is not None
    values = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", block[1]))
    assert contrast(values[front], values[ground]) >= floor
