"""Turning text into parsed text: the parser, and the questions that one asks of its syntax."""

from onrecord.language.parser import DEFAULT_MODEL, ModelMissingError, Parser, model_version
from onrecord.language.text import Sentence, Text, Token

__all__ = ["DEFAULT_MODEL", "ModelMissingError", "Parser", "Sentence", "Text", "Token", "model_version"]
