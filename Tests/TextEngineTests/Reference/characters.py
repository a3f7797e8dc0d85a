#!/usr/bin/env python3
"""Asks the reference tokenizer what it does with each Unicode scalar and writes the answers as tables in C.

    pip install tokenizers
    Tests/TextEngineTests/Reference/characters.py TOKENIZER.JSON > Sources/Engines/CTextKernels/characters.c

Each scalar is one of: dropped, blank, a word of its own (punctuation, ideographs), or a letter; the last two may turn into other scalars
(lower case, decomposed, without accents). Hangul syllables are left out: they decompose by arithmetic. The order of combining marks that the
normal form prescribes is left out too: no token of the vocabulary has one, so their order cannot change a number.
"""
import sys

from tokenizers import Tokenizer

HANGUL = range(0xAC00, 0xD7A4)


def answers(tokenizer):
    """scalar → (kind, what it becomes)"""
    normalize, split = tokenizer.normalizer.normalize_str, tokenizer.pre_tokenizer.pre_tokenize_str
    for scalar in range(0x110000):
        if 0xD800 <= scalar < 0xE000 or scalar in HANGUL:
            continue
        text = normalize(f"a{chr(scalar)}a")
        parts = [part for part, _ in split(text)]
        if text == "aa":
            yield scalar, "DROPPED", ""
        elif len(parts) == 2:
            yield scalar, "BLANK", ""
        elif len(parts) == 3:
            assert len(parts[1]) == 1
            yield scalar, "ALONE", parts[1]
        else:
            assert len(parts) == 1
            yield scalar, "LETTER", text[1:-1]


def main():
    ranges, single, several = [], [], []
    for scalar, kind, becomes in answers(Tokenizer.from_file(sys.argv[1])):
        if kind != "LETTER":
            if ranges and ranges[-1][1] == scalar - 1 and ranges[-1][2] == kind:
                ranges[-1][1] = scalar
            else:
                ranges.append([scalar, scalar, kind])
        if becomes not in ("", chr(scalar)):
            (single if len(becomes) == 1 else several).append((scalar, [ord(part) for part in becomes]))
    assert all(len(parts) <= 3 for _, parts in several)

    print("// What the uncased BERT tokenizer does with each Unicode scalar. Written by Tests/TextEngineTests/Reference/characters.py.\n")
    print('#include "text_characters.h"\n')
    table("mien_text_range", "mien_text_ranges", [f"{{0x{a:X},0x{b:X},MIEN_TEXT_{kind}}}" for a, b, kind in ranges])
    table("mien_text_change", "mien_text_changes", [f"{{0x{a:X},0x{b[0]:X}}}" for a, b in single])
    table("mien_text_expansion", "mien_text_expansions", [f"{{0x{a:X},{{{','.join(f'0x{x:X}' for x in b)}}}}}" for a, b in several])


def table(kind, name, rows):
    print(f"static const struct {kind} {name[10:]}[] = {{")
    line = "   "
    for row in rows:
        if len(line) + len(row) + 2 > 150:
            print(line)
            line = "   "
        line += f" {row},"
    print(f"{line}\n}};\nconst struct {kind} *const {name} = {name[10:]};\nconst int32_t {name[:-1]}_count = {len(rows)};\n")


main()
