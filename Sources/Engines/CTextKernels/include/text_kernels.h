// The arithmetic of a BERT-shaped sentence encoder: what the Swift side prepares, and the calls it makes.
#pragma once

#include <stdint.h>

/// Width of the hidden state. Every linear map of the model is a square of this size, or is cut into such squares; being a constant, it lets the
/// compiler address the rows of a tile by constants.
#define MIEN_TEXT_HIDDEN 384
/// Width of one attention head.
#define MIEN_TEXT_HEAD 32
/// Columns of a panel, the strip of a weight that is stored together.
#define MIEN_TEXT_PANEL 32
/// Most tokens in one sentence.
#define MIEN_TEXT_LONGEST 256

/// A square linear map: `weight` as `mien_text_pack` made it; `bias` one value for each output, or none. Both 64-byte aligned.
struct mien_text_square {
    const float *weight;
    const float *bias;
};

/// Gain and offset of a layer normalisation, 64-byte aligned.
struct mien_text_norm {
    const float *gain;
    const float *offset;
};

struct mien_text_layer {
    struct mien_text_square query, key, value, output;
    struct mien_text_norm attention_norm;
    /// The feed-forward network in slices of 384 intermediate values: `slices` squares that expand, as many that contract. Of these the first has the bias.
    const struct mien_text_square *expand;
    const struct mien_text_square *contract;
    struct mien_text_norm output_norm;
};

struct mien_text_model {
    int32_t layer_count, slices;
    float epsilon;
    const struct mien_text_layer *layers;
    /// Position and segment-0 embeddings, added: `MIEN_TEXT_LONGEST` rows.
    const float *positions;
    struct mien_text_norm norm;
};

/// Sets of machine instructions that the kernels are compiled for. A result depends on the set in its last bits, on nothing else.
enum mien_text_kernels {
    MIEN_TEXT_PORTABLE = 0,
    MIEN_TEXT_AVX2 = 1,
    MIEN_TEXT_AVX512 = 2,
};

/// 1 if this machine can run the kernels.
int mien_text_available(enum mien_text_kernels kernels);

/// Packs a square of a weight: 384 rows (one for each output) of 384 floats at any alignment, `row_stride` floats apart, each times `scale`.
/// The result holds 12 panels of 32 outputs, input by input: 384 × 384 floats, 64-byte aligned.
void mien_text_pack(const void *source, int32_t row_stride, float scale, float *packed);

/// Bytes of scratch, 64-byte aligned, for sentences of `tokens` tokens together.
int64_t mien_text_scratch_bytes(int32_t tokens);

/// Embeds `count` sentences, whose token numbers follow each other in `tokens` with `lengths` each (1…`MIEN_TEXT_LONGEST`), into `count` rows
/// of 384 floats of length 1. `words` is the table of word embeddings at any alignment. Each row depends on its sentence alone, bit for bit.
void mien_text_encode(
    enum mien_text_kernels kernels, const struct mien_text_model *model, const void *words, const int32_t *tokens, const int32_t *lengths,
    int32_t count, void *scratch, float *embeddings);
