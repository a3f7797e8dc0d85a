// The kernels for x86-64 with AVX2 and FMA: 6 × 16 tiles fill 12 of the 16 registers.
#include <math.h>
#include <string.h>

#include "kernels.h"

#ifdef __x86_64__
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define LANES 8
#define TILE_ROWS 6
#define TILE_COLUMNS 16
#define WIDE
#define ENCODE mien_text_encode_avx2
#include "vectors.h"
#include "matrix.h"
#include "attention.h"
#include "encode.h"
#pragma clang attribute pop
#endif
