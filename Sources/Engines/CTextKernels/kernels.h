// One entry for each instruction set; the files that define them include the same headers with other constants.
#pragma once

#include "text_kernels.h"

typedef void mien_text_encode_function(
    const struct mien_text_model *model, const void *words, const int32_t *tokens, const int32_t *lengths, int32_t count, void *scratch,
    float *embeddings);

mien_text_encode_function mien_text_encode_portable;
#ifdef __x86_64__
mien_text_encode_function mien_text_encode_avx2;
mien_text_encode_function mien_text_encode_avx512;
#endif
