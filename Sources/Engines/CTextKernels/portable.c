// The kernels in vectors of four floats, which every 64-bit processor has; the only ones outside x86-64.
#include <math.h>
#include <string.h>

#include "kernels.h"

#define LANES 4
#ifdef __aarch64__
#define TILE_ROWS 6
#else
#define TILE_ROWS 3
#endif
#define TILE_COLUMNS 16
#define WIDE
#define ENCODE mien_text_encode_portable
#include "vectors.h"
#include "matrix.h"
#include "attention.h"
#include "encode.h"
