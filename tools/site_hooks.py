"""What the site's builder calls: adds the pages of reference, and takes links out that lead beyond the site."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import reference  # beside this file, which the builder loads by its path

_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((\.\./[^)]*)\)")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made from the code."""
    from mkdocs.structure.files import File

    for path, text in reference.pages().items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:  # noqa: ARG001 - called by name
    """Show a link to a file of the repository, which the site does not hold, as the name of that file."""
    here = Path(page.file.src_uri).parent
    known = {file.src_uri for file in files}

    def shown(match: re.Match[str]) -> str:
        target = match[2].partition("#")[0]
        parts: list[str] = []
        for part in (here / target).parts:
            if part == ".." and parts:
                parts.pop()
            elif part != "..":
                parts.append(part)
        return match[0] if "/".join(parts) in known else f"{match[1]} (`{'/'.join(parts)}`)"

    return _LINK.sub(shown, markdown)
