#include "allocator.h"
#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>
#endif

void mien_tune_allocator(int largest, int kept) {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, largest);
    mallopt(M_TRIM_THRESHOLD, kept);
#else
    (void)largest;
    (void)kept;
#endif
}

void mien_trim_memory(void) {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}
