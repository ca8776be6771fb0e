"""What many tests share: one loaded parser, one loaded set of knowledge."""

from __future__ import annotations

import pytest

from onrecord.knowledge import Knowledge
from onrecord.language import Parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge.load()
