"""What the program can do is written down: every command, option, export, address; the site builds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperArgument, TyperGroup, TyperOption

import reference

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PROSE = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
COMMANDS = sorted(dict(reference.commands()))
GROUPS = sorted({name.split()[0] for name in COMMANDS if " " in name})


def command(name: str) -> Any:
    return dict(reference.commands())[name]


def prose() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in PROSE)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_and_examples(name: str) -> None:
    found = command(name)
    assert found.help, f"onrecord {name} says what it does"
    assert "Examples:" in (found.epilog or ""), f"onrecord {name} shows how it is used"
    assert re.search(rf"onrecord {re.escape(name)}\b", found.epilog or ""), f"onrecord {name} shows itself"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_has_help(name: str) -> None:
    silent = [
        parameter.name
        for parameter in command(name).params
        if isinstance(parameter, TyperOption | TyperArgument)
        and not getattr(parameter, "hidden", False)
        and not getattr(parameter, "help", None)
    ]
    assert not silent, f"onrecord {name}: {', '.join(map(str, silent))}"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_told_of_in_the_readme_or_a_guide(name: str) -> None:
    words = name.split()
    found = re.search(rf"onrecord {words[0]}\b", prose())
    assert found, f"onrecord {words[0]} stands in README.md or below docs/"
    if len(words) > 1:  # a group's commands are named with it or in its own guide, as `judge type`
        assert re.search(rf"\b{words[0]} {re.escape(words[1])}\b", prose()), (
            f"{name} stands in README.md or below docs/"
        )


def test_the_reference_holds_every_command_and_option() -> None:
    page = reference.commands_page()
    for name in COMMANDS:
        section = re.split(r"^## ", page.split(f"## onrecord {name}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
        for parameter in command(name).params:
            if isinstance(parameter, TyperOption) and not parameter.hidden and parameter.name != "help":
                assert all(f"`{option}`" in section for option in parameter.opts), f"{name} {parameter.opts}"


def test_groups_have_help() -> None:
    from typer.main import get_command

    from onrecord.cli.app import app

    tree = get_command(app)
    assert isinstance(tree, TyperGroup)
    assert all(tree.commands[name].help for name in GROUPS)


def test_every_export_is_told_of_with_what_it_loses() -> None:
    from onrecord.views.exports import FORMATS

    guide = (DOCS / "exports.md").read_text(encoding="utf-8")
    for name, format in FORMATS.items():
        assert f"`{name}`" in guide, f"docs/exports.md tells of {name}"
        assert format.description, name
        assert format.losses, f"{name} says what it cannot hold"


def test_every_address_of_the_api_says_what_it_gives() -> None:
    for path, methods in reference.openapi()["paths"].items():
        for method, operation in methods.items():
            assert operation.get("summary") or operation.get("description"), f"{method} {path}"
            for parameter in operation.get("parameters", []):
                assert parameter.get("description"), f"{method} {path}: {parameter['name']}"


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    made = {f"docs/{page}" for page in reference.pages()}
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        leads_to = (path.parent / target.partition("#")[0]).resolve()
        assert leads_to.exists() or leads_to.relative_to(ROOT).as_posix() in made, f"{path.name} links to {target}"


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    site = tmp_path / "site"
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(site)],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    index = (site / "index.html").read_text(encoding="utf-8")
    assert "onrecord" in index
    foreign = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(?:https?:)?//[^"]+"', index)
    assert not foreign, "the site asks nothing of other hosts"
    assert "onrecord export" in (site / "reference" / "commands.html").read_text(encoding="utf-8")
