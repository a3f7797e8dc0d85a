"""The model's forward pass in float64 with NumPy, written from the BERT paper: what the encoder's vectors are compared with."""
import json
import math
import pathlib
import struct

import numpy

HIDDEN, HEADS, EPSILON = 384, 12, 1e-12
ERF = numpy.vectorize(math.erf, otypes=[float])


def read_safetensors(path):
    data = pathlib.Path(path).read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    return {
        name: numpy.frombuffer(data, "<f4", (field["data_offsets"][1] - field["data_offsets"][0]) // 4, 8 + size + field["data_offsets"][0])
        .reshape(field["shape"]).astype(float)
        for name, field in header.items() if field["dtype"] == "F32"}


class Model:
    def __init__(self, path):
        self.tensors = read_safetensors(path)
        self.layers = sum(name.endswith(".output.LayerNorm.bias") and ".attention." not in name for name in self.tensors)

    def linear(self, name, rows):
        return rows @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]

    def norm(self, name, rows):
        centred = rows - rows.mean(1, keepdims=True)
        scaled = centred / numpy.sqrt((centred**2).mean(1, keepdims=True) + EPSILON)
        return scaled * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]

    def heads(self, rows):
        return rows.reshape(len(rows), HEADS, -1).transpose(1, 0, 2)

    def embed(self, tokens):
        """One sentence's token numbers → its vector of length 1."""
        rows = self.tensors["embeddings.word_embeddings.weight"][tokens] + self.tensors["embeddings.position_embeddings.weight"][:len(tokens)]
        rows = self.norm("embeddings.LayerNorm", rows + self.tensors["embeddings.token_type_embeddings.weight"][0])
        for index in range(self.layers):
            layer = f"encoder.layer.{index}"
            query, key, value = (self.heads(self.linear(f"{layer}.attention.self.{part}", rows)) for part in ("query", "key", "value"))
            scores = query @ key.transpose(0, 2, 1) / math.sqrt(HIDDEN / HEADS)
            shares = numpy.exp(scores - scores.max(2, keepdims=True))
            mixed = (shares / shares.sum(2, keepdims=True) @ value).transpose(1, 0, 2).reshape(len(rows), HIDDEN)
            rows = self.norm(f"{layer}.attention.output.LayerNorm", rows + self.linear(f"{layer}.attention.output.dense", mixed))
            inner = self.linear(f"{layer}.intermediate.dense", rows)
            inner = inner * 0.5 * (1 + ERF(inner / math.sqrt(2)))
            rows = self.norm(f"{layer}.output.LayerNorm", rows + self.linear(f"{layer}.output.dense", inner))
        mean = rows.mean(0)
        return mean / numpy.linalg.norm(mean)
