"""Logistic regression with a belief about each weight beforehand, and a side that it may not leave.

The belief is what a person would say of a sign before seeing data (`beliefs.yaml`): where the data say nothing of it,
it stays. A sign against a message can lose its weight by the data, but never come to speak for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Belief:
    """What is thought of the weights beforehand; each vector has one value a column."""

    mean: Vector
    strength: Vector
    """How much it costs to leave the mean (the inverse of the variance)."""
    lowest: Vector
    highest: Vector


def fit_logistic(rows: Any, labels: Vector, importance: Vector, belief: Belief) -> tuple[Vector, float]:
    """The most probable weights and start, given rows (sparse, a message each) and labels of 0 and 1."""
    columns = rows.shape[1]
    sided = 2 * labels - 1

    def loss(weights: Vector) -> tuple[float, Vector]:
        margins = sided * (rows @ weights[:columns] + weights[columns])
        away = weights[:columns] - belief.mean
        value = float(importance @ np.logaddexp(0, -margins) + 0.5 * (belief.strength * away) @ away)
        pull = -importance * sided / (1 + np.exp(np.clip(margins, -50, 50)))
        return value, np.append(rows.T @ pull + belief.strength * away, pull.sum())

    bounds = [*zip(belief.lowest, belief.highest, strict=True), (None, None)]
    found = minimize(
        loss, np.append(belief.mean, 0.0), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 400}
    )
    return found.x[:columns], float(found.x[columns])
