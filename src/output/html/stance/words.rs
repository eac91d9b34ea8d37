//! What the words of the page mean, for readers who don't measure classifiers every day.

/// Words and their meaning.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("Accuracy", "The share of rows that get the label which a person gave."),
    (
        "Precision and recall",
        "Of the rows that were given a label, the share that have it; of the rows that have a label, the share that were \
         given it.",
    ),
    ("F1", "The harmonic mean of a label's precision and recall: high only when both are."),
    (
        "Macro-F1",
        "The mean F1 of all labels. A rare label counts as much as a frequent one, so that always giving the most \
         frequent label does not look good.",
    ),
    ("Weighted F1", "The same mean with each label counted by its rows."),
    ("Mean F1 of favor and against", "What SemEval-2016 task 6 measures: the mean F1 of these two labels alone."),
    (
        "Matthews correlation, Cohen’s kappa",
        "Agreement beyond chance: 0 is what chance gives, 1 is perfect, below 0 is worse than chance.",
    ),
    (
        "95% interval",
        "Whole articles or groups were drawn again and again, with replacement, and measured; the interval holds the middle \
         95% of what came out. It tells how far the figure could move with other articles of the same sort, not \
         whether other news is of that sort.",
    ),
    (
        "Simpler methods",
        "What has to be beaten: the most frequent label for every row, and a linear classifier over single words and \
         short word sequences. They were trained and measured on the same rows.",
    ),
    (
        "Average precision",
        "The area under a label’s precision-recall curve. Labels given at random would reach about the label’s share of \
         the rows.",
    ),
    (
        "Calibration",
        "Whether a probability is what it says: of the rows with a probability of about 0.8, eight in ten should be \
         right. The expected calibration error is the mean distance from that, over rows.",
    ),
    (
        "Coverage",
        "The share of the rows that are answered when only the surest are. A row has a side when its label takes one, \
         that is neither none nor neutral.",
    ),
];
