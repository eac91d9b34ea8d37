#!/usr/bin/env python3
"""Sums the samples of a profile by stage: python3 tools/profile_stages.py PERF.DATA

    perf record -e cpu-clock --call-graph dwarf,8192 -F 400 -o perf.data \\
        target/release/quotestance classify --jobs 1 --format jsonl -o /dev/null news.jsonl
    python3 tools/profile_stages.py perf.data

A sample belongs to the first stage that its call stack names, from the innermost function outwards: what tables and lattices
take counts for the stage that asked them.
"""

import collections
import re
import subprocess
import sys

STAGES = [
    ("loading of models and lists", r"from_bytes|packed|shipped_model|WordVectors>?::(parse|shipped)|Lexicon>?::(parse|sha|shi)|vectors::unpack"),
    ("parser", r"syntax::parser|parse_where"),
    ("tagger", r"syntax::tagger|tags_only|syntax::form"),
    ("cue field, readings", r"cue_features|CueReader|readings::|learned::cues|learned::proposals"),
    ("joint field", r"joint_marginals|token_features"),
    ("acceptance", r"acceptance|Describer|learned::describe|boost"),
    ("ranker of sources", r"learned::sources"),
    ("speakers", r"quotes::speakers"),
    ("view of the document", r"learned::view"),
    ("rules, marks", r"quotes::rules|quotes::marks|quotes::lexicon"),
    ("choice of proposals", r"learned::proposal::"),
    ("finder, the rest", r"quotes::learned|LearnedFinder"),
    ("sentence encoder", r"quotestance::encoder::"),
    ("stance: features", r"quotestance::features::"),
    ("stance: models", r"quotestance::stance::"),
    ("output", r"output::|serde_json::ser"),
    ("tokens, sentences", r"quotestance::text::"),
    ("input", r"input::|serde_json"),
]
ALLOCATOR = re.compile(r"malloc|free|realloc|calloc|sbrk")


def main():
    command = ["perf", "script", "-i", sys.argv[1], "-F", "comm,ip,sym"]
    script = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    stages = [(name, re.compile(pattern)) for name, pattern in STAGES]
    counts, allocator, samples = collections.Counter(), 0, 0
    for sample in script.split("\n\n"):
        frames = [line.split(maxsplit=1)[-1] for line in sample.strip().splitlines()[1:]]
        if not frames:
            continue
        samples += 1
        allocator += bool(ALLOCATOR.search(frames[0]))
        found = (name for frame in frames for name, pattern in stages if pattern.search(frame))
        counts[next(found, "elsewhere")] += 1
    for name, count in counts.most_common():
        print(f"{name:30}{count:7}{100 * count / samples:7.1f}%")
    print(f"{samples} samples, {100 * allocator / samples:.1f}% of them in the allocator")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
