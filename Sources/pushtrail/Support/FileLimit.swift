#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How many files and connections the process may have open.
enum FileLimit {
    /// Takes as many as the system gives: what is usual would be less than the connections that may be wanted.
    static func raise() {
        var limit = rlimit()
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }
}
