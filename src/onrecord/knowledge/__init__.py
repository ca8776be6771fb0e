"""What the program knows before it reads: lexicons, operators, cues, parties, places, ontology."""

from onrecord.knowledge.store import Knowledge
from onrecord.knowledge.table import KnowledgeError

__all__ = ["Knowledge", "KnowledgeError"]
