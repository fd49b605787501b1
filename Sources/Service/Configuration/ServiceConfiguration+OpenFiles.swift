extension ServiceConfiguration {
    /// Connections that may only ask how the service is, beyond the others.
    static let reserveConnections = 16
    /// Files that the store, the event loops and the log of the service have open.
    private static let ownFiles = 64
    /// Files that a worker has open: the log it makes, and the store for each of its threads.
    private static let filesPerWorker = 16

    /// How many logs may be open to be sent, where the process may open so many files.
    private static func openLogs(of files: Int) -> Int { min(max(files / 8, 8), 128) }

    /// Fits what may be open at once into the files that the process may open, so that there are always some for jobs
    /// and the store.
    ///
    /// - Returns: what to say about it; nil where all that is wanted fits.
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
