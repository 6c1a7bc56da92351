"""Makes scikit_learn.json: labels and probabilities, and scikit-learn's figures of them.

Run with Debian's python3-sklearn (1.2.1): /usr/bin/python3 scikit_learn.py > scikit_learn.json
"""

import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn import calibration, metrics

warnings.filterwarnings("ignore")  # a class that is never predicted has precision 0, as asked


def probabilities(random, labels, classes, skill, decimals):
    scores = random.normal(size=(len(labels), classes))
    scores[np.arange(len(labels)), labels] += skill
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    if decimals:  # ties, zeros and ones
        p = np.round(p, decimals)
        p[:, -1] = np.round(1 - p[:, :-1].sum(axis=1), decimals)
        p = np.clip(p, 0, 1)
    return p.astype(np.float32)


def averages(labels, p, average):
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        labels, p.argmax(axis=1), labels=range(p.shape[1]), average=average, zero_division=0
    )
    one_hot = np.eye(p.shape[1])[labels]
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "rocAuc": metrics.roc_auc_score(one_hot, p, average=average),
        "prAuc": metrics.average_precision_score(one_hot, p, average=average),
    }


def figures(labels, p):
    classes = p.shape[1]
    predicted = p.argmax(axis=1)
    one_hot = np.eye(classes)[labels]
    each = metrics.precision_recall_fscore_support(
        labels, predicted, labels=range(classes), zero_division=0
    )
    confidence = p.max(axis=1).astype(np.float64)
    correct = (predicted == labels).astype(int)
    accuracy, mean_confidence = calibration.calibration_curve(correct, confidence, n_bins=15)
    count = np.histogram(np.ceil(confidence * 15), bins=np.arange(0.5, 16))[0]
    count = count[count > 0]
    return {
        "loss": metrics.log_loss(labels, p, labels=range(classes)),
        "accuracy": metrics.accuracy_score(labels, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(labels, predicted),
        # scikit-learn's Brier score knows two classes only: one for each class, summed
        "brier": sum(metrics.brier_score_loss(one_hot[:, k], p[:, k]) for k in range(classes)),
        "classes": [
            {
                "precision": each[0][k],
                "recall": each[1][k],
                "f1": each[2][k],
                "support": int(each[3][k]),
                "rocAuc": metrics.roc_auc_score(one_hot[:, k], p[:, k]),
                "prAuc": metrics.average_precision_score(one_hot[:, k], p[:, k]),
            }
            for k in range(classes)
        ],
        "macro": averages(labels, p, "macro"),
        "weighted": averages(labels, p, "weighted"),
        "confusionMatrix": metrics.confusion_matrix(labels, predicted).tolist(),
        "bins": [
            {"accuracy": a, "confidence": c} for a, c in zip(accuracy, mean_confidence)
        ],
        "ece": float(np.sum(count * np.abs(accuracy - mean_confidence)) / len(labels)),
        "topK": {
            str(k): metrics.top_k_accuracy_score(labels, p, k=k, labels=range(classes))
            for k in (1, 3, 5)
            if k < classes and classes > 2
        },
    }


def case(name, rows, weights, skill, decimals, seed):
    random = np.random.default_rng(seed)
    labels = random.choice(len(weights), size=rows, p=weights)
    p = probabilities(random, labels, len(weights), skill, decimals)
    return {
        "name": name,
        "labels": labels.tolist(),
        "probabilities": [float(x) for x in p.ravel()],
        "figures": figures(labels, p),
    }


json.dump(
    {
        "sklearn": sklearn.__version__,
        "cases": [
            case("two classes", 300, [0.7, 0.3], 1.5, 0, 1),
            case("three classes, one rare", 200, [0.55, 0.35, 0.1], 2.0, 0, 2),
            case("ten classes", 400, [0.1] * 10, 2.5, 0, 3),
            case("no skill", 150, [0.25] * 4, 0.0, 0, 4),
            case("ties", 120, [0.5, 0.5], 1.0, 1, 5),
        ],
    },
    sys.stdout,
)
