#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The most memory that this process has had at once.
enum PeakMemory {
    /// In bytes; 0 where the system does not tell.
    static var bytes: Int {
        var usage = rusage()
        #if canImport(Glibc)
        // Linux counts in KiB.
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss * 1024 : 0
        #else
        return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0
        #endif
    }
}
