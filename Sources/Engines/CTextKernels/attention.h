// Attention within one sentence, head by head. Costs about a hundredth of the matrix products at twenty tokens.

/// Query rows that are worked on together.
#define QUERIES 4

/// One head: `query`, `key` and `value` point at its first column. The result replaces the query columns.
/// The queries' weights hold the factor 1/√32 already. `keys` has room for MIEN_TEXT_HEAD × 256 floats, `scores` for QUERIES × 256.
INLINE void attend_head(float *query, const float *key, const float *value, int tokens, float *keys, float *scores) {
    const int padded = (tokens + LANES - 1) / LANES * LANES;
    for (int token = 0; token < tokens; token++)
        for (int d = 0; d < MIEN_TEXT_HEAD; d++) keys[d * padded + token] = key[token * MIEN_TEXT_HIDDEN + d];
    for (int token = tokens; token < padded; token++)
        for (int d = 0; d < MIEN_TEXT_HEAD; d++) keys[d * padded + token] = 0;

    for (int first = 0; first < tokens; first += QUERIES) {
        const float *rows[QUERIES];  // past the end: the last row again, whose result is dropped
        for (int q = 0; q < QUERIES; q++) rows[q] = query + (first + q < tokens ? first + q : tokens - 1) * MIEN_TEXT_HIDDEN;

        for (int token = 0; token < padded; token += LANES) {
            vec sums[QUERIES] = {};
            for (int d = 0; d < MIEN_TEXT_HEAD; d++) {
                const vec column = load(keys + d * padded + token);
#pragma clang loop unroll(full)
                for (int q = 0; q < QUERIES; q++) sums[q] = sums[q] + spread(rows[q][d]) * column;
            }
#pragma clang loop unroll(full)
            for (int q = 0; q < QUERIES; q++) store(scores + q * padded + token, sums[q]);
        }

        float totals[QUERIES];
        for (int q = 0; q < QUERIES; q++) {
            float *row = scores + q * padded;
            for (int token = tokens; token < padded; token++) row[token] = -INFINITY;
            vec highest = load(row);
            for (int token = LANES; token < padded; token += LANES) highest = __builtin_elementwise_max(highest, load(row + token));
            const vec top = spread(largest_of(highest));
            vec total = {};
            for (int token = 0; token < padded; token += LANES) {
                const vec share = exp_negative(load(row + token) - top);
                store(row + token, share);
                total = total + share;
            }
            totals[q] = sum_of(total);
        }

        vec mixed[QUERIES][MIEN_TEXT_HEAD / LANES] = {};
        for (int token = 0; token < tokens; token++)
#pragma clang loop unroll(full)
            for (int v = 0; v < MIEN_TEXT_HEAD / LANES; v++) {
                const vec part = load(value + token * MIEN_TEXT_HIDDEN + v * LANES);
#pragma clang loop unroll(full)
                for (int q = 0; q < QUERIES; q++) mixed[q][v] = mixed[q][v] + spread(scores[q * padded + token]) * part;
            }
        for (int q = 0; q < QUERIES && first + q < tokens; q++)
            for (int v = 0; v < MIEN_TEXT_HEAD / LANES; v++)
                store(query + (first + q) * MIEN_TEXT_HIDDEN + v * LANES, mixed[q][v] * (1.0f / totals[q]));
    }
}
