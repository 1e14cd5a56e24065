"""Small trees of questions, grown one after the other where those before are wrong, as voice/forest.py reads them."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from voice.forest import LEAF, Forest

ROUNDS = 150
STEP = 0.05
LEAVES = 15  # of a tree
FEWEST = 20  # examples in a leaf
STIFFNESS = 5.0  # of the ridge on what a leaf says
SHARE_OF_EXAMPLES, SHARE_OF_SIGNS = 0.8, 0.5  # that a tree sees
SEED = 7

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


def grown(signs: Numbers, meant: Whole, worth: Numbers, width: int) -> lightgbm.Booster:
    """Trees that tell `width` meanings apart."""
    options = {
        "objective": "multiclass",
        "num_class": width,
        "learning_rate": STEP,
        "num_leaves": LEAVES,
        "min_data_in_leaf": FEWEST,
        "lambda_l2": STIFFNESS,
        "bagging_fraction": SHARE_OF_EXAMPLES,
        "bagging_freq": 1,
        "feature_fraction": SHARE_OF_SIGNS,
        "seed": SEED,
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": -1,
    }
    data = lightgbm.Dataset(signs, label=meant, weight=worth)
    return lightgbm.train(options, data, num_boost_round=ROUNDS)


def kept(booster: lightgbm.Booster, meanings: Sequence[str], signs: Sequence[str], made_of: str) -> Forest:
    """As it is written into a file."""
    flat = _Flat()
    for tree in booster.dump_model()["tree_info"]:
        flat.roots.append(len(flat.asked))
        flat.add(tree["tree_structure"])
    return Forest(tuple(meanings), tuple(signs), made_of, bytes(flat.asked), flat.bounds, flat.else_to, flat.roots)


@dataclass
class _Flat:
    """The nodes of all trees, each before what follows where it is answered with yes."""

    asked: bytearray = field(default_factory=bytearray)
    bounds: array[float] = field(default_factory=lambda: array("f"))
    else_to: array[int] = field(default_factory=lambda: array("I"))
    roots: array[int] = field(default_factory=lambda: array("I"))

    def add(self, node: Mapping[str, Any]) -> None:
        """A node and all below it."""
        here = len(self.asked)
        is_leaf = "leaf_value" in node
        self.asked.append(LEAF if is_leaf else node["split_feature"])
        self.bounds.append(node["leaf_value"] if is_leaf else node["threshold"])
        self.else_to.append(0)
        if not is_leaf:
            self.add(node["left_child"])
            self.else_to[here] = len(self.asked)
            self.add(node["right_child"])
