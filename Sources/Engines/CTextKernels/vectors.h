// Vectors of LANES floats and the functions on them. Included once by each instruction set's file, which defines LANES.
// No reassociation is allowed anywhere (no -ffast-math): the order of every sum is written down, so results do not depend on the batch.

typedef float vec __attribute__((vector_size(LANES * 4)));
typedef int32_t ivec __attribute__((vector_size(LANES * 4)));
typedef float vec_unaligned __attribute__((vector_size(LANES * 4), aligned(4)));

#define INLINE static inline __attribute__((always_inline))

INLINE vec load(const float *from) { return *(const vec *)from; }
INLINE vec load_unaligned(const void *from) {
    vec value;
    memcpy(&value, from, sizeof value);
    return value;
}
INLINE void store(float *to, vec value) { *(vec *)to = value; }
INLINE vec spread(float value) { return value - (vec){}; }

INLINE float sum_of(vec value) {
    float parts[LANES];
    memcpy(parts, &value, sizeof parts);
    for (int half = LANES / 2; half > 0; half /= 2)
        for (int lane = 0; lane < half; lane++) parts[lane] += parts[lane + half];
    return parts[0];
}

INLINE float largest_of(vec value) {
    float parts[LANES];
    memcpy(parts, &value, sizeof parts);
    for (int half = LANES / 2; half > 0; half /= 2)
        for (int lane = 0; lane < half; lane++) parts[lane] = parts[lane] > parts[lane + half] ? parts[lane] : parts[lane + half];
    return parts[0];
}

INLINE vec at_least(vec value, float bound) { return __builtin_elementwise_max(value, spread(bound)); }
INLINE vec at_most(vec value, float bound) { return __builtin_elementwise_min(value, spread(bound)); }

/// exp(x) for x ≤ 0, 2^round(x·log₂e) times a Taylor polynomial of degree 6 on ±ln2/2; relative error below 3e-7. Below −87 it gives exp(−87).
INLINE vec exp_negative(vec x) {
    const float to_integer = 12582912.0f;  // 1.5·2^23: adding it rounds to a whole number
    x = at_least(x, -87.0f);
    vec n = (x * 1.44269504f + to_integer) - to_integer;
    vec r = x - n * 0.693359375f;  // ln 2 in two parts, so that the product is exact
    r = r - n * -2.12194440e-4f;
    vec p = spread(1.3888889e-3f);
    p = p * r + 8.3333333e-3f;
    p = p * r + 4.1666667e-2f;
    p = p * r + 1.6666667e-1f;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    ivec exponent = (__builtin_convertvector(n, ivec) + 127) << 23;
    return p * (vec)exponent;
}

/// GELU with the exact Φ: x·(½ + y·P(y²)/Q(y²)), y = x clamped to ±5.6. P and Q were fitted to Φ by reweighted least squares
/// (our choice: degree 5 over 5 in y²); absolute error below 1.2e-6 for every x.
INLINE vec gelu(vec x) {
    vec y = at_most(at_least(x, -5.6f), 5.6f);
    vec s = y * y;
    vec p = spread(2.2145414e-8f);
    p = p * s + 6.3564548e-6f;
    p = p * s + 1.7384572e-4f;
    p = p * s + 4.7072293e-3f;
    p = p * s + 3.4375660e-2f;
    p = p * s + 3.9894223e-1f;
    vec q = spread(1.1802091e-6f);
    q = q * s + 7.5100077e-5f;
    q = q * s + 1.9129504e-3f;
    q = q * s + 2.8939825e-2f;
    q = q * s + 2.5283271e-1f;
    q = q * s + 1.0f;
    return at_least(x, -5.6f) * (y * p / q + 0.5f);
}
