// Packing of weights, and the choice between the instruction sets.
#include <string.h>

#include "kernels.h"

int mien_text_available(enum mien_text_kernels kernels) {
#ifdef __x86_64__
    __builtin_cpu_init();
    if (kernels == MIEN_TEXT_AVX2) return __builtin_cpu_supports("x86-64-v3");
    if (kernels == MIEN_TEXT_AVX512) return __builtin_cpu_supports("x86-64-v4");
#endif
    return kernels == MIEN_TEXT_PORTABLE;
}

void mien_text_pack(const void *source, int32_t row_stride, float scale, float *packed) {
    for (int output = 0; output < MIEN_TEXT_HIDDEN; output++) {
        float row[MIEN_TEXT_HIDDEN];
        memcpy(row, (const char *)source + (int64_t)output * row_stride * 4, sizeof row);
        float *column = packed + output / MIEN_TEXT_PANEL * MIEN_TEXT_PANEL * MIEN_TEXT_HIDDEN + output % MIEN_TEXT_PANEL;
        for (int input = 0; input < MIEN_TEXT_HIDDEN; input++) column[input * MIEN_TEXT_PANEL] = row[input] * scale;
    }
}

int64_t mien_text_scratch_bytes(int32_t tokens) {
    const int64_t rows = tokens < MIEN_TEXT_LONGEST ? tokens : MIEN_TEXT_LONGEST;
    return 4 * (4 * rows * MIEN_TEXT_HIDDEN + (MIEN_TEXT_HEAD + MIEN_TEXT_LONGEST + 1) * 16);
}

void mien_text_encode(
    enum mien_text_kernels kernels, const struct mien_text_model *model, const void *words, const int32_t *tokens, const int32_t *lengths,
    int32_t count, void *scratch, float *embeddings) {
    mien_text_encode_function *encode = mien_text_encode_portable;
#ifdef __x86_64__
    if (kernels == MIEN_TEXT_AVX2) encode = mien_text_encode_avx2;
    if (kernels == MIEN_TEXT_AVX512) encode = mien_text_encode_avx512;
#endif
    encode(model, words, tokens, lengths, count, scratch, embeddings);
}
