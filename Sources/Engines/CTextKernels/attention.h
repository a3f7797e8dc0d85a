// Attention within one sentence, head by head. Costs about a fortieth of the matrix products at twenty tokens.
// Queries lie along the lanes, so that maxima and sums over the keys need no step across lanes.

/// Key rows that are worked on together, and query rows when the values are mixed.
#define KEYS 8
#define QUERIES 4

/// One head: `query`, `key` and `value` point at its first column. The result replaces the query columns.
/// The queries' weights hold the factor 1/√32 already. `room` has place for (MIEN_TEXT_HEAD + MIEN_TEXT_LONGEST + 1) · LANES floats.
INLINE void attend_head(float *query, const float *key, const float *value, int tokens, float *room) {
    float *queries = room, *scores = queries + MIEN_TEXT_HEAD * LANES, *factors = scores + MIEN_TEXT_LONGEST * LANES;
    for (int first = 0; first < tokens; first += LANES) {
        const int count = tokens - first < LANES ? tokens - first : LANES;
        for (int lane = 0; lane < LANES; lane++) {  // past the end: the last row again, whose result is dropped
            const float *row = query + (first + (lane < count ? lane : count - 1)) * MIEN_TEXT_HIDDEN;
            for (int d = 0; d < MIEN_TEXT_HEAD; d++) queries[d * LANES + lane] = row[d];
        }

        vec highest = spread(-INFINITY);
        for (int start = 0; start < tokens; start += KEYS) {
            const float *rows[KEYS];
#pragma clang loop unroll(full)
            for (int k = 0; k < KEYS; k++) rows[k] = key + (start + k < tokens ? start + k : tokens - 1) * MIEN_TEXT_HIDDEN;
            vec sums[KEYS] = {};
            for (int d = 0; d < MIEN_TEXT_HEAD; d++) {
                const vec column = load(queries + d * LANES);
#pragma clang loop unroll(full)
                for (int k = 0; k < KEYS; k++) sums[k] = sums[k] + spread(rows[k][d]) * column;
            }
#pragma clang loop unroll(full)
            for (int k = 0; k < KEYS; k++) {
                highest = __builtin_elementwise_max(highest, sums[k]);
                if (start + k < tokens) store(scores + (start + k) * LANES, sums[k]);
            }
        }

        vec total = {};
        for (int token = 0; token < tokens; token++) {
            const vec share = exp_negative(load(scores + token * LANES) - highest);
            store(scores + token * LANES, share);
            total = total + share;
        }
        store(factors, 1.0f / total);

        for (int start = 0; start < count; start += QUERIES) {
            int lanes[QUERIES];
#pragma clang loop unroll(full)
            for (int q = 0; q < QUERIES; q++) lanes[q] = start + q < count ? start + q : count - 1;
            vec mixed[QUERIES][MIEN_TEXT_HEAD / LANES] = {};
            for (int token = 0; token < tokens; token++)
#pragma clang loop unroll(full)
                for (int v = 0; v < MIEN_TEXT_HEAD / LANES; v++) {
                    const vec part = load(value + token * MIEN_TEXT_HIDDEN + v * LANES);
#pragma clang loop unroll(full)
                    for (int q = 0; q < QUERIES; q++) mixed[q][v] = mixed[q][v] + spread(scores[token * LANES + lanes[q]]) * part;
                }
#pragma clang loop unroll(full)
            for (int q = 0; q < QUERIES; q++)
#pragma clang loop unroll(full)
                for (int v = 0; v < MIEN_TEXT_HEAD / LANES; v++)
                    store(query + (first + lanes[q]) * MIEN_TEXT_HIDDEN + v * LANES, mixed[q][v] * factors[lanes[q]]);
        }
    }
}
