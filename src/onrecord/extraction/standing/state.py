"""The state of a composition: how things stand so far on the way outwards, and which stage wins over which."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.extraction.standing.form import OPEN
from onrecord.language import Token

CERTAINTY_ORDER = ("certain", "probable", "possible", "unknown")

REALISED = frozenset({"done", "ongoing", OPEN})

OVER = {
    # (outer, inner): what stands when an outer stage meets an inner one; everywhere else the outer one wins.
    ("planned", "considered"): "considered",  # decided to discuss strikes
    ("planned", "threatened"): "threatened",  # plans to threaten strikes
    ("planned", "demanded"): "demanded",  # will urge them to withdraw
    ("considered", "demanded"): "demanded",  # may urge them to withdraw
    ("considered", "threatened"): "threatened",  # may threaten to strike
    ("threatened", "demanded"): "demanded",
    ("attempted", "demanded"): "demanded",  # tried to persuade them to withdraw
    ("attempted", "considered"): "considered",
    ("ongoing", "done"): "ongoing",
    ("ongoing", "attempted"): "attempted",  # continued their effort to overthrow it
    ("ongoing", "planned"): "planned",
    ("ongoing", "considered"): "considered",
    ("ongoing", "demanded"): "demanded",
    ("ongoing", "threatened"): "threatened",
    ("demanded", "attempted"): "demanded",
}

ATTITUDES = frozenset({"reports", "alleges", "believes", "knows", "denies", "doubts", "asks", "warns"})
"""Families that take a finished thought: what is outside them bears on the saying, no more on how far the act went."""

UNINTENDED = frozenset({"fears", "supposes", "prevents"})
"""Hypothetical for want of anybody who intends it: plans about it do not make it a plan ("to deter attacks")."""

STILL_BEARING = frozenset({"denies", "doubts", "asks", "condition"})

PRESENT_IS_PLAN = frozenset({"seek", "aim", "look", "bid", "mean"})
"""Attempts that are still plans in the present: "seeks to ban" beside "sought to ban"."""


VOWS = frozenset({"vow", "swear"})
"""Promises that are threats as soon as they hang on a condition."""

RETALIATION = frozenset({"retaliate", "retaliation", "retaliatory", "reprisal", "respond", "avenge"})
"""Acts that are a threat when they are announced for the case that another acts."""


@dataclass(slots=True)
class State:
    """How things stand so far on the way outwards."""

    stage: str
    negated: bool
    certainty: str
    kind: str
    past: bool
    position: int = 0  # where the act stands in the text
    attributed: bool = False
    context: str = ""  # how the clause around stands: "", unreal, denied, unsure
    settled: bool = False  # the stage is decided: outer operators bear on something else
    before_stop: str = ""  # the stage before a stopper, which returns where the stop has not happened
    through_report: bool = False
    subjunctive: bool = False  # the form that a demanded clause has: "that he leave", "should leave"
    effort: bool = False  # a verb of persuasion lies on the way: what is only tried or planned is then demanded
    bare: bool = False  # an infinitive with a subject, as headlines have it: "France to send frigates"
    deniers: list[Token] = field(default_factory=list)  # negative words that have counted already
    reasons: dict[str, list[tuple[str, tuple[Token, ...]]]] = field(default_factory=dict)

    def note(self, name: str, rule: str, words: tuple[Token, ...]) -> None:
        """Add one reason."""
        self.reasons.setdefault(name, []).append((rule, words))

    def be_certain(self) -> None:
        """Take back what weakened the certainty."""
        self.certainty = "certain"
        self.reasons.pop("certainty", None)

    def decide(self, stage: str, kind: str, rule: str, word: Token) -> None:
        """Take a stage, whatever stood before."""
        self.stage, self.kind = stage, kind
        self.note("stage", rule, (word,))

    def put_over(self, stage: str, kind: str, rule: str, word: Token) -> None:
        """Put an outer stage over the present one by the table of precedence."""
        if self.settled:
            return
        if self.stage == "halted" and stage == "ongoing":
            return  # "the suspension remains in force": the stop is a fact
        if self.stage == "halted" and stage != "halted":
            self.stage = self.before_stop or "done"
            self.kind = "stop pending"
            self.settled = True
            self.note("stage", f"{rule}; the stop itself is only {stage}", (word,))
            return
        if self.stage == "hypothetical" and self.kind in UNINTENDED and stage not in ("halted", "threatened"):
            self.note("stage", f"{rule} over what is only feared or supposed: hypothetical", (word,))
            return
        if self.effort and stage in ("attempted", "planned", "considered"):
            stage, kind, rule = "demanded", "demands", f"{rule}, to make another act: demanded"
        result = OVER.get((stage, self.stage), stage)
        if result == stage:
            self.kind = kind
        self.stage = result
        self.note("stage", rule if result == stage else f"{rule} over {result}: {result}", (word,))


PLAIN = {
    "indefinite": "object",
    "current": "object",
    "enactment": "infinitive, itself the act",
    "wh": "how, what or when",
    "consequence": "on a condition",
    "ultimatum": "would, unless another acts",
    "open": "as real as the clause around it",
    "progressive": "is doing",
    "past progressive": "was doing",
    "would perfect": "would have",
    "could perfect": "could have",
    "might perfect": "might have",
    "may perfect": "may have",
    "should perfect": "should have",
    "must perfect": "must have",
    "state": "present state",
}
"""Words of the trade in plain ones, for the reasons that people read."""


def plain(name: str) -> str:
    """A relation or kind of form in plain words."""
    return PLAIN.get(name, name)


def weaker(one: str, other: str) -> str:
    """The weaker of two certainties."""
    return one if CERTAINTY_ORDER.index(one) >= CERTAINTY_ORDER.index(other) else other
