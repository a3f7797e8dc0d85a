#include <zlib.h>

// zlib's init calls are macros, which Swift cannot import.
static inline int mien_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 32); }
static inline int mien_inflate_init_raw(z_stream *stream) { return inflateInit2(stream, -15); }
static inline int mien_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
static inline int mien_inflate_init(z_stream *stream, int window_bits) { return inflateInit2(stream, window_bits); }
