"""What many tests share: one loaded parser, one loaded set of knowledge, one ledger of the sample story."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.knowledge import Knowledge
from onrecord.language import Parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge.load()


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the sample story, made once for all tests; whoever changes it takes a copy."""
    from web_samples import make_story

    return make_story(tmp_path_factory.mktemp("story"))
