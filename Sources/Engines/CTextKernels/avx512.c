// The kernels for x86-64 with AVX-512: 14 × 32 tiles fill 28 of the 32 registers.
#include <math.h>
#include <string.h>

#include "kernels.h"

#ifdef __x86_64__
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define LANES 16
#define TILE_ROWS 14
#define TILE_COLUMNS 32
#define WIDE __attribute__((min_vector_width(512)))
#define ENCODE mien_text_encode_avx512
#include "vectors.h"
#include "matrix.h"
#include "attention.h"
#include "encode.h"
#pragma clang attribute pop
#endif
