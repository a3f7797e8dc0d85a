#pragma once

/// Keeps freed memory of up to `kept` bytes, and blocks of up to `largest` bytes, on the heap. Does nothing where malloc is not glibc's.
void mien_tune_allocator(int largest, int kept);

/// Gives the system back what is free. Does nothing where malloc is not glibc's.
void mien_trim_memory(void);
