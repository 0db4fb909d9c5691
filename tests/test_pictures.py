"""The board as a picture, and the sample reports that the project keeps."""

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from conftest import REPOSITORY, Run

SAMPLES = ["report.md", "report.html", "board.svg"]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_what_the_program_writes(
    goaltrack: Run, shipped: Path, name: str
) -> None:
    """docs/sample/ has the report of the project's own ledger (`make sample`)."""
    assert shipped.exists()
    goaltrack("export", name, "--as-of", "2023-08-04", "--lang", "zh")
    kept = REPOSITORY / "docs" / "sample" / name
    assert Path(name).read_text("utf-8") == kept.read_text("utf-8")


def texts(path: str) -> list[tuple[str, float, float, bool]]:
    """The texts of a picture with their places, and whether they end there."""
    root = ET.fromstring(Path(path).read_text(encoding="utf-8"))  # noqa: S314 - our own
    names = "{http://www.w3.org/2000/svg}"
    return [
        (
            each.text or "",
            float(each.attrib["x"]),
            float(each.attrib["y"]),
            each.get("text-anchor") == "end",
        )
        for each in root.iter(f"{names}text")
    ]


def test_no_texts_overlap(goaltrack: Run, shipped: Path) -> None:
    """In each line of the picture a text ends before the next one begins."""
    assert shipped.exists()
    goaltrack("export", "b.svg", "--as-of", "2023-08-04", "--lang", "zh")
    rows: dict[float, list[tuple[float, float]]] = {}
    for text, x, y, at_end in texts("b.svg"):
        wide = sum(8.2 if char.isascii() else 14 for char in text)
        span = (x - wide, x) if at_end else (x, x + wide)
        rows.setdefault(y, []).append(span)
    assert len(rows) > 20
    for spans in rows.values():
        spans.sort()
        for (_, end), (begin, _) in pairwise(spans):
            assert end <= begin + 0.5


def test_the_picture_loads_nothing(goaltrack: Run, shipped: Path) -> None:
    """No address is in it but the name of the format, and no script."""
    text = 'a <script>alert(1)</script> "b" &amp; \\u202E'
    shipped.write_text(
        f"format = 1\ntitle = '{text[:-7]}'\n[goals.it]\ntitle = \"{'x' * 90}\"\n"
        'kind = "level"\ntarget = 5\n',
        encoding="utf-8",
    )
    goaltrack("export", "b.svg")
    raw = Path("b.svg").read_text(encoding="utf-8")
    assert re.findall(r"https?://[^\"']*", raw) == ["http://www.w3.org/2000/svg"]
    assert "<script" not in raw
    assert "href" not in raw
    assert any(said.endswith("x…") for said, *_ in texts("b.svg"))
    Path("goals.toml").write_text("format = 1\n", encoding="utf-8")
    assert goaltrack("export", "empty.svg").code == 0
    assert texts("empty.svg")
