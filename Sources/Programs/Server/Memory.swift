// How the allocator treats buffers of a request.
import CAllocator

package enum Memory {
    /// Keeps blocks of up to 4 MiB on the heap, and up to 16 MiB of what was freed, instead of asking the kernel for fresh pages with every
    /// batch (our choice: a batch of 250 events needs some 150 kB for a moment, and page faults were a tenth of its cost).
    package static func tuneAllocator() { mien_tune_allocator(4 << 20, 16 << 20) }
}
