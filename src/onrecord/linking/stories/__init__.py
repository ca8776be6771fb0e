"""Stories: which documents tell of the same happening."""

from onrecord.linking.stories.relation import StoryRelation
from onrecord.linking.stories.scoring import document_nearness, same_story
from onrecord.linking.stories.sketch import StorySketch

__all__ = ["StoryRelation", "StorySketch", "document_nearness", "same_story"]
