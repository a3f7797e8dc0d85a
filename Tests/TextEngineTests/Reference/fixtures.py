#!/usr/bin/env python3
"""Writes Tests/TextEngineTests/Fixtures: what the reference tokenizer and a plain forward pass say about our texts.

    pip install numpy tokenizers
    Tests/TextEngineTests/Reference/fixtures.py MODEL_FOLDER TOKENIZER.JSON

tokens.jsonl: {"text", "ids"} of the tokenizer with at most 256 tokens. vectors.jsonl: {"text", "vector"}, the vector in base64 as 384 little-endian
16-bit integers, each a component times 32,767.
"""
import base64
import json
import pathlib
import sys

import numpy
from tokenizers import Tokenizer

from forward import Model
from texts import all_texts, sentences

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Fixtures"


def main():
    tokenizer = Tokenizer.from_file(sys.argv[2])
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    model = Model(pathlib.Path(sys.argv[1]) / "model.safetensors")
    FOLDER.mkdir(exist_ok=True)
    with open(FOLDER / "tokens.jsonl", "w") as out:
        for text in all_texts():
            print(json.dumps({"text": text, "ids": tokenizer.encode(text).ids}, separators=(",", ":")), file=out)
    with open(FOLDER / "vectors.jsonl", "w") as out:
        for text in sentences():
            vector = numpy.rint(model.embed(tokenizer.encode(text).ids) * 32767).astype("<i2").tobytes()
            print(json.dumps({"text": text, "vector": base64.b64encode(vector).decode()}, separators=(",", ":")), file=out)


main()
