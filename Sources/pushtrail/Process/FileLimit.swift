import Glibc

/// The limit of open files and connections.
enum FileLimit {
    /// Raises the limit to the system's maximum: the default may be lower than `--max-connections`.
    ///
    /// - Returns: the new limit.
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
