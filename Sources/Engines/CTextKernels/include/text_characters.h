// What the uncased BERT tokenizer does with each Unicode scalar; a scalar that no table names is a letter that stays as it is.
#pragma once

#include <stdint.h>

enum mien_text_character {
    MIEN_TEXT_LETTER = 0,
    MIEN_TEXT_DROPPED = 1,
    MIEN_TEXT_BLANK = 2,
    /// A word of its own: punctuation, ideographs.
    MIEN_TEXT_ALONE = 3,
};

struct mien_text_range {
    uint32_t first, last;
    enum mien_text_character kind;
};

/// One scalar becomes another, of the same kind.
struct mien_text_change {
    uint32_t from, to;
};

/// A letter becomes two or three; 0 where there is no third.
struct mien_text_expansion {
    uint32_t from, to[3];
};

extern const struct mien_text_range *const mien_text_ranges;
extern const int32_t mien_text_range_count;
extern const struct mien_text_change *const mien_text_changes;
extern const int32_t mien_text_change_count;
extern const struct mien_text_expansion *const mien_text_expansions;
extern const int32_t mien_text_expansion_count;
