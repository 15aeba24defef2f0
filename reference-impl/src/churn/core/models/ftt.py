"""The FT-Transformer: attention between features.

Gorishniy et al., "Revisiting Deep Learning Models for Tabular Data", 2021: feature tokens and a class token, pre-norm
blocks without a norm before the first attention, ReGLU, and a head that reads the class token alone.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from churn.core.models.inputs import Scaling, Tokens


class Block(nn.Module):
    """Attention and a gated feed-forward layer, each added to its input."""

    def __init__(self, width: int, heads: int, hidden: int, dropout: float, *, first: bool) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.attention_norm = nn.Identity() if first else nn.LayerNorm(width)
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.output = nn.Linear(width, width)
        self.gate_norm = nn.LayerNorm(width)
        self.gate = nn.Linear(width, 2 * hidden)
        self.down = nn.Linear(hidden, width)

    def forward(self, tokens: Tensor, queries: int) -> Tensor:
        """Return the first `queries` of tokens (n, t, width), after all of them were attended to."""
        kept = tokens[:, :queries]
        tokens = self.attention_norm(tokens)
        query = self._split(self.query(tokens[:, :queries]))
        key, value = (self._split(part) for part in self.key_value(tokens).chunk(2, dim=-1))
        mixed = functional.scaled_dot_product_attention(
            query, key, value, dropout_p=self.dropout if self.training else 0.0
        )
        kept = kept + self.output(mixed.transpose(1, 2).flatten(2))
        linear, gate = self.gate(self.gate_norm(kept)).chunk(2, dim=-1)
        gated = functional.dropout(linear * gate.relu(), self.dropout, training=self.training)
        return torch.add(kept, self.down(gated))

    def _split(self, tokens: Tensor) -> Tensor:
        return tokens.view(*tokens.shape[:2], self.heads, -1).transpose(1, 2)


class FtTransformer(nn.Module):
    """27 feature tokens and a class token through blocks of attention, to a logit (n,). `heads` divides `width`."""

    def __init__(
        self,
        scaling: Scaling,
        *,
        width: int = 192,
        blocks: int = 3,
        heads: int = 8,
        hidden: int = 256,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.tokens = Tokens(width, scaling)
        self.summary = nn.Parameter(torch.empty(width).uniform_(-(width**-0.5), width**-0.5))
        self.blocks = nn.ModuleList(
            Block(width, heads, hidden, dropout, first=position == 0) for position in range(blocks)
        )
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 1)

    def forward(self, numeric: Tensor, categorical: Tensor) -> Tensor:
        """Return logits (n,) of numeric (n, 18) and categorical (n, 9)."""
        features = self.tokens(numeric, categorical)
        tokens = torch.cat([self.summary.to(features.dtype).expand(len(features), 1, -1), features], dim=1)
        for block in self.blocks[:-1]:
            tokens = block(tokens, tokens.shape[1])
        # Only the class token is read: the last block spares the others, a third of the work for the same logit.
        summary = self.blocks[-1](tokens, 1).squeeze(1)
        return self.head(self.norm(summary).relu()).squeeze(-1)  # type: ignore[no-any-return]
