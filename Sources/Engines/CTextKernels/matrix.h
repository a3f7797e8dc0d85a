// Matrix products: rows of activations times a packed weight, in tiles that stay in registers.
// One product is summed over the inputs in ascending order into one accumulator, whatever the tile: so a row's result does not depend on its neighbours.

/// What a tile starts from and ends with; constant in every use, so the compiler drops what is not asked for.
enum { FROM_BIAS = 1, FROM_ROWS = 2, WITH_GELU = 4 };

#define TILE_VECTORS (TILE_COLUMNS / LANES)

/// `rows` × TILE_COLUMNS outputs. `input` and `output` rows lie MIEN_TEXT_HIDDEN apart.
INLINE void tile(
    const int rows, const int mode, const float *input, const float *panel, const float *bias, const float *from, float *output) {
    vec sums[TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < TILE_VECTORS; v++) {
            vec start = {};
            if (mode & FROM_ROWS) start = load(from + row * MIEN_TEXT_HIDDEN + v * LANES);
            if (mode & FROM_BIAS) start = start + load(bias + v * LANES);
            sums[row][v] = start;
        }
    for (int k = 0; k < MIEN_TEXT_HIDDEN; k++) {
        vec weights[TILE_VECTORS];
#pragma clang loop unroll(full)
        for (int v = 0; v < TILE_VECTORS; v++) weights[v] = load(panel + k * MIEN_TEXT_PANEL + v * LANES);
#pragma clang loop unroll(full)
        for (int row = 0; row < rows; row++) {
            const vec value = spread(input[row * MIEN_TEXT_HIDDEN + k]);
#pragma clang loop unroll(full)
            for (int v = 0; v < TILE_VECTORS; v++) sums[row][v] = sums[row][v] + value * weights[v];
        }
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < TILE_VECTORS; v++) {
            vec value = sums[row][v];
            if (mode & WITH_GELU) value = gelu(value);
            store(output + row * MIEN_TEXT_HIDDEN + v * LANES, value);
        }
}

/// One function for each number of rows and each mode, so that the registers of a tile are allotted at compile time.
typedef void tile_function(const float *input, const float *panel, const float *bias, const float *from, float *output);

#define TILE_FUNCTION(rows, mode, name) \
    static WIDE void name##_##rows(const float *input, const float *panel, const float *bias, const float *from, float *output) { \
        tile(rows, mode, input, panel, bias, from, output); \
    }
#define TILE_FUNCTIONS(rows) \
    TILE_FUNCTION(rows, FROM_BIAS, plain) \
    TILE_FUNCTION(rows, FROM_BIAS | WITH_GELU, activated) \
    TILE_FUNCTION(rows, FROM_ROWS, added) \
    TILE_FUNCTION(rows, FROM_ROWS | FROM_BIAS, added_with_bias)

TILE_FUNCTIONS(1)
TILE_FUNCTIONS(2)
TILE_FUNCTIONS(3)
#if TILE_ROWS >= 6
TILE_FUNCTIONS(4)
TILE_FUNCTIONS(5)
TILE_FUNCTIONS(6)
#endif
#if TILE_ROWS >= 14
TILE_FUNCTIONS(7)
TILE_FUNCTIONS(8)
TILE_FUNCTIONS(9)
TILE_FUNCTIONS(10)
TILE_FUNCTIONS(11)
TILE_FUNCTIONS(12)
TILE_FUNCTIONS(13)
TILE_FUNCTIONS(14)
#endif

#if TILE_ROWS == 3
#define TILE_TABLE(name) {0, name##_1, name##_2, name##_3}
#elif TILE_ROWS == 6
#define TILE_TABLE(name) {0, name##_1, name##_2, name##_3, name##_4, name##_5, name##_6}
#elif TILE_ROWS == 14
#define TILE_TABLE(name) \
    { \
        0, name##_1, name##_2, name##_3, name##_4, name##_5, name##_6, name##_7, name##_8, name##_9, name##_10, name##_11, name##_12, name##_13, \
            name##_14 \
    }
#endif

static tile_function *const tiles_plain[] = TILE_TABLE(plain);
static tile_function *const tiles_activated[] = TILE_TABLE(activated);
static tile_function *const tiles_added[] = TILE_TABLE(added);
static tile_function *const tiles_added_with_bias[] = TILE_TABLE(added_with_bias);

/// output = [from +] [bias +] input · weight, for `rows` rows.
/// A panel of weights is used for all rows before the next one is fetched; the rows are shared out evenly over the tiles.
static void multiply(
    tile_function *const *tiles, const float *input, int rows, struct mien_text_square map, const float *from, float *output) {
    const int tile_count = (rows + TILE_ROWS - 1) / TILE_ROWS;
    for (int column = 0; column < MIEN_TEXT_HIDDEN; column += TILE_COLUMNS) {
        const float *panel = map.weight + column / MIEN_TEXT_PANEL * MIEN_TEXT_PANEL * MIEN_TEXT_HIDDEN + column % MIEN_TEXT_PANEL;
        int row = 0;
        for (int index = 0; index < tile_count; index++) {
            const int next = rows * (index + 1) / tile_count;
            const int offset = row * MIEN_TEXT_HIDDEN;
            tiles[next - row](
                input + offset, panel, map.bias ? map.bias + column : 0, from ? from + offset + column : 0, output + offset + column);
            row = next;
        }
    }
}
