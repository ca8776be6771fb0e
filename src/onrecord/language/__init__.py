"""Turning text into parsed text: the parser, the encoder, and the questions that one asks of syntax."""

from onrecord.language.encoder import Encoder, EncoderMissingError
from onrecord.language.parser import DEFAULT_MODEL, ModelMissingError, Parser, model_version
from onrecord.language.text import Sentence, Text, Token

__all__ = [
    "DEFAULT_MODEL",
    "Encoder",
    "EncoderMissingError",
    "ModelMissingError",
    "Parser",
    "Sentence",
    "Text",
    "Token",
    "model_version",
]
