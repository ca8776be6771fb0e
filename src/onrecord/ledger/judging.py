"""What people say of the ledger: judgements are appended and withdrawn, never changed."""

from __future__ import annotations

from onrecord.ledger.file import LedgerFile
from onrecord.linking.judgement import Judgement, JudgementKind


class Judging(LedgerFile):
    """Corrections by people. They win over the machine from the next `Ledger.link` on."""

    def judge(
        self,
        kind: JudgementKind,
        author: str,
        reason: str,
        subject: str,
        other: str | None = None,
        value: str | None = None,
    ) -> Judgement:
        """Record a judgement.

        `subject` (and `other`, for `same` and `not_same`) are ids of claims or of events, or their beginnings; an
        event stands for its oldest claim, and where a field of one claim is judged, for its only one. For
        `same_party`, `not_same_party` and `party_identifier` they are names in the register of parties. `value` is
        the field's new value (see `Judgement`). Raises UnknownClaimError, UnknownEventError, JudgementError.
        """
        raise NotImplementedError

    def withdraw(self, id: str, author: str, reason: str) -> Judgement:
        """Take a judgement back: it stays on record, and holds no longer. Raises UnknownJudgementError."""
        raise NotImplementedError

    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements, withdrawn ones too, in the order in which they were made."""
        raise NotImplementedError
