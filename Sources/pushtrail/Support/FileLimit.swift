import Glibc

/// How many files and connections the process may have open.
enum FileLimit {
    /// Takes as many as the system gives: what is usual would be less than the connections that may be wanted.
    ///
    /// - Returns: how many the process may have open.
    static func raise() -> Int {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return Int.max }
        if limit.rlim_cur < limit.rlim_max {
            let wanted = rlimit(rlim_cur: limit.rlim_max, rlim_max: limit.rlim_max)
            if withUnsafePointer(to: wanted, { setrlimit(resource, $0) }) == 0 { limit = wanted }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
