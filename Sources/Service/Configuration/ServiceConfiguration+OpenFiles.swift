extension ServiceConfiguration {
    /// Connections beyond the limit that may ask for the monitoring routes only.
    static let reserveConnections = 16
    /// Files that the store, the event loops and the log keep open.
    private static let ownFiles = 64
    /// Files that a worker keeps open: the log it makes, and the store for each of its threads.
    private static let filesPerWorker = 16

    /// Maximum logs open to be sent, for a limit of open files.
    private static func openLogs(of files: Int) -> Int { min(max(files / 8, 8), 128) }

    /// Fits connections and open logs into the limit of open files.
    ///
    /// So jobs and the store can always open theirs.
    ///
    /// - Returns: a warning; nil if everything fits.
    public mutating func fit(openFiles files: Int) -> String? {
        maxOpenLogs = Self.openLogs(of: files)
        let others = maxOpenLogs + Self.reserveConnections + Self.ownFiles + workers * Self.filesPerWorker
        let wanted = maxConnections
        guard files - others < wanted else { return nil }
        maxConnections = max(1, files - others)
        return """
            at most \(maxConnections) connections are served at once, not \(wanted): the process may open \(files) files, \
            and \(wanted) connections need \(wanted + others); raise the limit (ulimit -n, LimitNOFILE=)
            """
    }
}
