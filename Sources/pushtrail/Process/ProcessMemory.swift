import CAllocation
import Durability
import Glibc

/// The memory of this process.
enum ProcessMemory {
    /// Peak resident memory in bytes; 0 if the system does not say.
    static var peak: Int {
        var usage = rusage()
        // Linux counts in KiB.
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss * 1024 : 0
    }

    /// Removes temporary files when memory runs out, before the process prints its error and exits.
    static func tidyUpWhenExhausted() {
        pushtrail_before_exhaustion { Temporaries.removeAtOnce() }
    }

    /// Has blocks go back to the system as soon as they are freed.
    ///
    /// Left to itself glibc learns from every large block that is freed to keep the next ones: good where the same sizes
    /// come again and again, bad where large tables grow and make way for each other.
    static func returnFreedBlocks() {
        _ = mallopt(M_MMAP_THRESHOLD, 128 << 10)
    }
}
