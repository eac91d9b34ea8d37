"""Writes scikit-learn's values of the stance report's measures on invented tables, for the tests to compare with.

python3 tools/sklearn_measures.py > tests/fixtures/measures/sklearn.json   (scikit-learn 1.5 or later, numpy)

Where definitions could differ, scikit-learn is set to those of this crate:
- macro- and weighted F1 average over the labels that occur in truth or predictions, which is scikit-learn's default when
  no list of labels is given; precision, recall and F1 of each label are 0 where there is nothing to divide by (zero_division=0);
- Cohen's kappa of rows that are all of one label is 0 here and undefined (NaN) there: written as 0;
- the recall of a precision-recall curve without a row of the label is 0 here and 1 there: such curves are left out, their
  average precision (0 on both sides) is not;
- without rows scikit-learn refuses to measure: all is 0 here.
Expected calibration error is not part of scikit-learn; it is worked out below in plain Python: ten bins of equal width.
"""

import json
import math
import platform
import warnings

import numpy
import sklearn
from sklearn import metrics

warnings.filterwarnings("ignore")  # each of the awkward cases has its own


def plain(value):
    value = float(value)
    return 0.0 if math.isnan(value) else value


def numbers(seed, count):
    """Whole numbers below 1000 of a plain formula, so that the tables need no random generator."""
    state = seed
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        yield (state >> 8) % 1000


def rows(seed, count, labels, truths, step):
    """Probabilities in steps of 1/step, so that some are tied; the true label gets more."""
    for row in range(count):
        draw = list(numbers(seed + 7919 * row, labels + 2))
        truth = truths[draw[0] % len(truths)]
        parts = [1 + draw[2 + label] * step // 1000 for label in range(labels)]
        parts[truth] += draw[1] * step // 1000
        total = sum(parts)
        yield truth, [part / total for part in parts], [0.5, 1.0, 2.5, 3.0][draw[1] % 4]


def case(name, labels, table, weighted=False, predict=None):
    truth = [t for t, _, _ in table]
    probabilities = [p for _, p, _ in table]
    weights = [w for _, _, w in table] if weighted else [1.0] * len(table)
    predicted = [predict(p) if predict else max(range(labels), key=lambda at: (p[at], -at)) for p in probabilities]
    found = {
        "name": name,
        "labels": labels,
        "truth": truth,
        "predicted": predicted,
        "probabilities": probabilities,
        "weights": weights,
        "weighted": weighted,
    }
    if not table:
        zero = [0.0] * labels
        found |= dict.fromkeys(["accuracy", "macro_f1", "weighted_f1", "mcc", "kappa", "ece"], 0.0)
        found |= {"precision": zero, "recall": zero, "f1": zero, "average_precision": zero}
        found |= {"confusion": [zero] * labels, "curves": [None] * labels}
        return found
    every = list(range(labels))
    how = {"sample_weight": weights}
    scores = metrics.precision_recall_fscore_support(truth, predicted, labels=every, zero_division=0, **how)
    found["accuracy"] = plain(metrics.accuracy_score(truth, predicted, **how))
    found["macro_f1"] = plain(metrics.f1_score(truth, predicted, average="macro", zero_division=0, **how))
    found["weighted_f1"] = plain(metrics.f1_score(truth, predicted, average="weighted", zero_division=0, **how))
    found["mcc"] = plain(metrics.matthews_corrcoef(truth, predicted, **how))
    found["kappa"] = plain(metrics.cohen_kappa_score(truth, predicted, **how))
    found["precision"], found["recall"], found["f1"] = ([plain(v) for v in values] for values in scores[:3])
    found["confusion"] = metrics.confusion_matrix(truth, predicted, labels=every, **how).astype(float).tolist()
    found["average_precision"], found["curves"] = [], []
    for label in every:
        has = [t == label for t in truth]
        score = [p[label] for p in probabilities]
        found["average_precision"].append(plain(metrics.average_precision_score(has, score, **how)))
        if not any(has):
            found["curves"].append(None)
            continue
        precision, recall, thresholds = metrics.precision_recall_curve(has, score, **how)
        points = zip(thresholds.tolist(), precision.tolist(), recall.tolist())
        found["curves"].append([list(point) for point in points][::-1])
    bins = [[0.0, 0.0] for _ in range(10)]
    for t, p, probability, weight in zip(truth, predicted, probabilities, weights):
        confidence = probability[p]
        at = min(int(confidence * 10), 9)
        bins[at][0] += weight * confidence
        bins[at][1] += weight * (t == p)
    found["ece"] = sum(abs(sure - right) for sure, right in bins) / sum(weights)
    return found


three = list(rows(11, 60, 3, [0, 1, 2], 40))
cases = [
    case("three labels", 3, three),
    case("three labels, weights", 3, three, weighted=True),
    case("four labels, many ties", 4, list(rows(5, 80, 4, [0, 1, 2, 3, 3], 4))),
    case("two labels", 2, list(rows(23, 50, 2, [0, 0, 1], 30))),
    case("a label never predicted", 3, three, predict=lambda p: 0 if p[0] > p[1] else 1),
    case("a label absent from the truth", 3, list(rows(31, 40, 3, [0, 1], 8))),
    case("a label absent from truth and predictions", 3, list(rows(37, 40, 3, [0, 1], 8)), predict=lambda p: int(p[1] > p[0])),
    case("always the same prediction", 3, three, predict=lambda p: 2),
    case("one class, always right", 3, list(rows(41, 12, 3, [1], 6)), predict=lambda p: 1),
    case("one class, always right, weights", 3, list(rows(41, 12, 3, [1], 6)), weighted=True, predict=lambda p: 1),
    case("one class, sometimes right", 3, list(rows(43, 12, 3, [1], 6))),
    case("one row, right", 2, [(0, [0.75, 0.25], 2.0)]),
    case("one row, wrong", 2, [(1, [0.75, 0.25], 2.0)], weighted=True),
    case("all probabilities equal", 2, [(at % 2, [0.5, 0.5], 1.0) for at in range(7)]),
    case("no rows", 3, []),
]
versions = {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": numpy.__version__}
lines = ",\n".join(json.dumps(found) for found in cases)
print('{"versions": ' + json.dumps(versions) + ',\n"cases": [\n' + lines + "\n]}")
