"""Greedy: one meeting after another, the weightiest first; where the search found none in time."""

import numpy as np

from citystage.engines.scheduling.ground import Floats, Ints, Rows


def one_by_one(weights: Floats, rows: Rows) -> Ints:
    """Columns that fit together: first those of rows that must be filled, then by weight."""
    must = np.asarray(rows.matrix.T @ (rows.least > 0)).ravel() > 0
    by_column = rows.matrix.tocsc()
    left = rows.most.copy()
    taken = []
    for column in np.lexsort((np.arange(len(weights)), -weights, ~must)).tolist():
        of = by_column.indices[by_column.indptr[column] : by_column.indptr[column + 1]]
        if (left[of] >= 1).all():
            left[of] -= 1
            taken.append(column)
    return np.array(sorted(taken), np.int64)
