"""An embedding of each feature, then a multi-layer perceptron: the quick network."""

from itertools import pairwise

from torch import Tensor, nn

from churn.core.models.inputs import FEATURES, Scaling, Tokens


class Mlp(nn.Module):
    """27 embeddings, flattened, through hidden layers with ReLU, to a logit (n,).

    The ReLU on the embeddings makes them piecewise linear in a number, which a layer after a linear embedding alone
    would not see (Gorishniy et al., "On Embeddings for Numerical Features in Tabular Deep Learning", 2022).
    """

    def __init__(
        self, scaling: Scaling, *, embedding: int = 16, width: int = 512, depth: int = 3, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.tokens = Tokens(embedding, scaling)
        sizes = [FEATURES * embedding, *[width] * depth]
        self.layers = nn.Sequential(
            *(
                part
                for size, following in pairwise(sizes)
                for part in (nn.Linear(size, following), nn.ReLU(), nn.Dropout(dropout))
            )
        )
        self.head = nn.Linear(sizes[-1], 1)

    def forward(self, numeric: Tensor, categorical: Tensor) -> Tensor:
        """Return logits (n,) of numeric (n, 18) and categorical (n, 9)."""
        embedded = self.tokens(numeric, categorical).relu().flatten(1)
        return self.head(self.layers(embedded)).squeeze(-1)  # type: ignore[no-any-return]
