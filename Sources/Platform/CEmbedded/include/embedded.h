#pragma once
#include <stddef.h>

/// One file compiled into the binary.
typedef struct {
    const char *path;
    const unsigned char *bytes;
    size_t count;
} embedded_file;

/// The file at `index`, or NULL past the last one.
const embedded_file *embedded_file_at(size_t index);
