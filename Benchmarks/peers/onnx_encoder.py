#!/usr/bin/env python3
"""ONNX Runtime beside our encoder: the same weights as a graph, one thread, CPU time per sentence.

    Benchmarks/peers/onnx_encoder.py --model DIR --sentences FILE.json --graph plain

FILE.json holds sentences as lists of token numbers; those of a batch must be equally long, so that no padding is paid for. There are two
graphs, so that the peer is not slow for our fault: one of plain operators, which ONNX Runtime optimizes itself, and one of its own fused BERT
operators (attention, skip + normalisation, bias + GELU), which its transformer optimizer would make of it. Prints one line of JSON, in which
`cosine` is the worst agreement with --expected; then each line of standard input is a batch size, answered by the CPU time of a sentence.
"""
import argparse
import json
import os
import pathlib
import sys
import time

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests" / "TextEngineTests" / "Reference"))
from forward import EPSILON, HEADS, HIDDEN, read_safetensors  # noqa: E402


class Graph:
    """Nodes and constants as they are made; every method returns the name of its result."""

    def __init__(self, tensors):
        self.tensors, self.nodes, self.constants, self.count = tensors, [], {}, 0

    def node(self, kind, *inputs, outputs=1, domain="", **attributes):
        names = [f"{kind.lower()}_{self.count}_{i}" for i in range(outputs)]
        self.count += 1
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0]

    def constant(self, name, values):
        self.constants[name] = numpy_helper.from_array(numpy.ascontiguousarray(values), name)
        return name

    def weight(self, name):
        return self.constant(name, self.tensors[name].astype("<f4"))

    def kernel(self, name):
        return self.constant(f"{name}.transposed", self.tensors[f"{name}.weight"].T.astype("<f4"))

    def linear(self, name, rows):
        return self.node("Add", self.node("MatMul", rows, self.kernel(name)), self.weight(f"{name}.bias"))

    def norm(self, name, rows):
        return self.node("LayerNormalization", rows, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), axis=-1, epsilon=EPSILON)

    def integers(self, *values):
        return self.constant("i" + "_".join(map(str, values)).replace("-", "m"), numpy.array(values, dtype="<i8"))

    def embeddings(self):
        words = self.node("Gather", self.weight("embeddings.word_embeddings.weight"), "tokens")
        table = self.tensors["embeddings.position_embeddings.weight"] + self.tensors["embeddings.token_type_embeddings.weight"][0]
        length = self.node("Shape", "tokens", start=1, end=2)
        places = self.node("Slice", self.constant("places", table.astype("<f4")), self.integers(0), length, self.integers(0))
        return self.norm("embeddings.LayerNorm", self.node("Add", words, places))

    def finish(self, rows):
        mean = self.node("ReduceMean", rows, self.integers(1), keepdims=0)
        self.nodes.append(helper.make_node("LpNormalization", [mean], ["embedding"], axis=-1, p=2))
        tokens = helper.make_tensor_value_info("tokens", TensorProto.INT64, ["batch", "length"])
        embedding = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", HIDDEN])
        graph = helper.make_graph(self.nodes, "encoder", [tokens], [embedding], list(self.constants.values()))
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)], ir_version=9)


def plain(tensors, layers):
    graph = Graph(tensors)
    rows = graph.embeddings()
    shape, back = graph.integers(0, 0, HEADS, HIDDEN // HEADS), graph.integers(0, 0, HIDDEN)
    scale = graph.constant("scale", numpy.array((HIDDEN / HEADS) ** -0.5, dtype="<f4"))
    for index in range(layers):
        layer = f"encoder.layer.{index}"

        def heads(part, order):
            linear = graph.linear(f"{layer}.attention.self.{part}", rows)
            return graph.node("Transpose", graph.node("Reshape", linear, shape), perm=order)
        scores = graph.node("MatMul", heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]))
        shares = graph.node("Softmax", graph.node("Mul", scores, scale), axis=-1)
        mixed = graph.node("Transpose", graph.node("MatMul", shares, heads("value", [0, 2, 1, 3])), perm=[0, 2, 1, 3])
        output = graph.linear(f"{layer}.attention.output.dense", graph.node("Reshape", mixed, back))
        rows = graph.norm(f"{layer}.attention.output.LayerNorm", graph.node("Add", rows, output))
        inner = graph.node("Gelu", graph.linear(f"{layer}.intermediate.dense", rows))
        rows = graph.norm(f"{layer}.output.LayerNorm", graph.node("Add", rows, graph.linear(f"{layer}.output.dense", inner)))
    return graph.finish(rows)


def fused(tensors, layers):
    graph = Graph(tensors)
    rows = graph.embeddings()

    def skip(name, rows, dense, inner):
        product = graph.node("MatMul", inner, graph.kernel(dense))
        return graph.node(
            "SkipLayerNormalization", product, rows, graph.weight(f"{name}.weight"), graph.weight(f"{name}.bias"), graph.weight(f"{dense}.bias"),
            domain="com.microsoft", epsilon=EPSILON)
    for index in range(layers):
        layer = f"encoder.layer.{index}"
        parts = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        weight = graph.constant(f"{layer}.qkv", numpy.concatenate([tensors[f"{part}.weight"].T for part in parts], 1).astype("<f4"))
        bias = graph.constant(f"{layer}.qkv_bias", numpy.concatenate([tensors[f"{part}.bias"] for part in parts]).astype("<f4"))
        mixed = graph.node("Attention", rows, weight, bias, domain="com.microsoft", num_heads=HEADS)
        rows = skip(f"{layer}.attention.output.LayerNorm", rows, f"{layer}.attention.output.dense", mixed)
        inner = graph.node("MatMul", rows, graph.kernel(f"{layer}.intermediate.dense"))
        inner = graph.node("BiasGelu", inner, graph.weight(f"{layer}.intermediate.dense.bias"), domain="com.microsoft")
        rows = skip(f"{layer}.output.LayerNorm", rows, f"{layer}.output.dense", inner)
    return graph.finish(rows)


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def cpu_per_sentence(run, sentences, batch):
    """Of one pass over all of them."""
    batches = [numpy.array(sentences[start:start + batch], dtype="<i8") for start in range(0, len(sentences) - batch + 1, batch)]
    start = time.process_time()
    for tokens in batches:
        run.run(None, {"tokens": tokens})
    return (time.process_time() - start) / (len(batches) * batch)


def peak_mb():
    return next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, type=pathlib.Path, help="folder with model.safetensors")
    parser.add_argument("--sentences", required=True, type=pathlib.Path, help="JSON list of lists of token numbers")
    parser.add_argument("--graph", choices=["plain", "fused"], required=True)
    parser.add_argument("--expected", type=pathlib.Path, help="JSON list of our vectors for the same sentences")
    arguments = parser.parse_args()

    tensors = read_safetensors(arguments.model / "model.safetensors")
    layers = sum(name.endswith(".attention.self.query.bias") for name in tensors)
    run = session({"plain": plain, "fused": fused}[arguments.graph](tensors, layers))
    del tensors
    sentences = json.loads(arguments.sentences.read_text())
    answer = {"graph": arguments.graph, "version": onnxruntime.__version__}
    if arguments.expected:
        ours = json.loads(arguments.expected.read_text())
        answer["cosine"] = min(
            float(run.run(None, {"tokens": numpy.array([tokens], dtype="<i8")})[0][0] @ numpy.array(vector))
            for tokens, vector in zip(sentences[:64], ours))
    # One round at a time, on request, so that the caller can alternate with the other side.
    print(json.dumps(answer), flush=True)
    for line in sys.stdin:
        batch = int(line)
        print(json.dumps({"batch": batch, "seconds": cpu_per_sentence(run, sentences, batch), "peak_mb": peak_mb()}), flush=True)


main()
