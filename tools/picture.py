"""Draws the README's picture: the beginning of the brief that `onrecord demo` prints, as an SVG without outside fonts.

python tools/picture.py [docs/brief.svg]
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

LINES = 46
"""What fits on a page beside the introduction."""


def main() -> None:
    """Run the demo in colour and draw its beginning."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/brief.svg")
    program = Path(sys.executable).with_name("onrecord")
    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": "100", "TERM": "xterm-256color"}
    run = subprocess.run([program, "demo"], capture_output=True, text=True, env=environment, check=True)
    console = Console(record=True, width=100, file=io.StringIO())
    console.print(Text.from_ansi("\n".join(["$ onrecord demo", *run.stdout.splitlines()[:LINES], "…"])))
    drawing = console.export_svg(title="onrecord demo")
    drawing = re.sub(r"@font-face \{.*?\}\s*", "", drawing, flags=re.DOTALL)  # names an outside host
    drawing = re.sub(r"font-family: ?Fira Code", "font-family: DejaVu Sans Mono, Menlo, Consolas", drawing)
    drawing = re.sub(r"<!-- Generated with Rich.*?-->", "", drawing)
    target.write_text(drawing, encoding="utf-8")


if __name__ == "__main__":
    main()
