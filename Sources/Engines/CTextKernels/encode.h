// The forward pass: embeddings, layers, mean over the tokens, length 1. Included once by each instruction set's file.

/// Tokens that go through the layers together, where sentences are short: their activations (6 KB a token) then stay in the second-level cache.
#define BLOCK_TOKENS 128

INLINE void normalize_row(float *row, struct mien_text_norm norm, float epsilon) {
    vec even = {}, odd = {};
    for (int i = 0; i < MIEN_TEXT_HIDDEN; i += 2 * LANES) {
        even = even + load(row + i);
        odd = odd + load(row + i + LANES);
    }
    const float mean = sum_of(even + odd) / (float)MIEN_TEXT_HIDDEN;
    even = (vec){};
    odd = (vec){};
    for (int i = 0; i < MIEN_TEXT_HIDDEN; i += 2 * LANES) {
        const vec a = load(row + i) - mean, b = load(row + i + LANES) - mean;
        even = even + a * a;
        odd = odd + b * b;
    }
    const float factor = 1.0f / sqrtf(sum_of(even + odd) / (float)MIEN_TEXT_HIDDEN + epsilon);
    for (int i = 0; i < MIEN_TEXT_HIDDEN; i += LANES)
        store(row + i, (load(row + i) - mean) * factor * load(norm.gain + i) + load(norm.offset + i));
}

static WIDE void normalize(float *rows, int count, struct mien_text_norm norm, float epsilon) {
    for (int row = 0; row < count; row++) normalize_row(rows + row * MIEN_TEXT_HIDDEN, norm, epsilon);
}

static WIDE void attend(float *query, const float *key, const float *value, const int32_t *lengths, int count, float *room) {
    int64_t start = 0;
    for (int sentence = 0; sentence < count; sentence++) {
        for (int head = 0; head < MIEN_TEXT_HIDDEN / MIEN_TEXT_HEAD; head++) {
            const int64_t at = start + head * MIEN_TEXT_HEAD;
            attend_head(query + at, key + at, value + at, lengths[sentence], room);
        }
        start += (int64_t)lengths[sentence] * MIEN_TEXT_HIDDEN;
    }
}

static WIDE void look_up(const struct mien_text_model *model, const char *words, const int32_t *tokens, const int32_t *lengths, int count, float *rows) {
    for (int sentence = 0; sentence < count; sentence++)
        for (int position = 0; position < lengths[sentence]; position++, tokens++, rows += MIEN_TEXT_HIDDEN) {
            const char *word = words + (int64_t)*tokens * MIEN_TEXT_HIDDEN * 4;
            const float *place = model->positions + (int64_t)position * MIEN_TEXT_HIDDEN;
            for (int i = 0; i < MIEN_TEXT_HIDDEN; i += LANES) store(rows + i, load_unaligned(word + i * 4) + load(place + i));
        }
}

static WIDE void pool(const float *rows, int tokens, float *embedding) {
    float mean[MIEN_TEXT_HIDDEN] __attribute__((aligned(64)));
    vec squares = {};
    for (int i = 0; i < MIEN_TEXT_HIDDEN; i += LANES) {
        vec sum = {};
        for (int token = 0; token < tokens; token++) sum = sum + load(rows + (int64_t)token * MIEN_TEXT_HIDDEN + i);
        sum = sum / (float)tokens;
        store(mean + i, sum);
        squares = squares + sum * sum;
    }
    const float norm = sqrtf(sum_of(squares));
    const float factor = 1.0f / (norm > 1e-12f ? norm : 1e-12f);
    for (int i = 0; i < MIEN_TEXT_HIDDEN; i++) embedding[i] = mean[i] * factor;
}

static void encode_block(
    const struct mien_text_model *model, const char *words, const int32_t *tokens, const int32_t *lengths, int count, int rows, float *scratch,
    float *embeddings) {
    const int64_t size = (int64_t)rows * MIEN_TEXT_HIDDEN;
    float *state = scratch, *query = state + size, *key = query + size, *value = key + size, *room = value + size;
    float *hidden = key, *next = value;  // free once attention is done

    look_up(model, words, tokens, lengths, count, state);
    normalize(state, rows, model->norm, model->epsilon);
    for (int index = 0; index < model->layer_count; index++) {
        const struct mien_text_layer *layer = model->layers + index;
        multiply(tiles_plain, state, rows, layer->query, 0, query);
        multiply(tiles_plain, state, rows, layer->key, 0, key);
        multiply(tiles_plain, state, rows, layer->value, 0, value);
        attend(query, key, value, lengths, count, room);
        multiply(tiles_added_with_bias, query, rows, layer->output, state, state);
        normalize(state, rows, layer->attention_norm, model->epsilon);
        for (int slice = 0; slice < model->slices; slice++) {
            multiply(tiles_activated, state, rows, layer->expand[slice], 0, hidden);
            if (slice == 0)
                multiply(tiles_added_with_bias, hidden, rows, layer->contract[slice], state, next);
            else
                multiply(tiles_added, hidden, rows, layer->contract[slice], next, next);
        }
        normalize(next, rows, layer->output_norm, model->epsilon);
        float *done = state;
        state = next;
        value = next = done;
    }
    for (int sentence = 0; sentence < count; sentence++, embeddings += MIEN_TEXT_HIDDEN) {
        pool(state, lengths[sentence], embeddings);
        state += (int64_t)lengths[sentence] * MIEN_TEXT_HIDDEN;
    }
}

void ENCODE(
    const struct mien_text_model *model, const void *words, const int32_t *tokens, const int32_t *lengths, int32_t count, void *scratch,
    float *embeddings) {
    for (int first = 0; first < count;) {
        int last = first, rows = 0;
        do rows += lengths[last++];
        while (last < count && rows + lengths[last] <= BLOCK_TOKENS);
        encode_block(model, words, tokens, lengths + first, last - first, rows, scratch, embeddings);
        tokens += rows;
        embeddings += (int64_t)(last - first) * MIEN_TEXT_HIDDEN;
        first = last;
    }
}
