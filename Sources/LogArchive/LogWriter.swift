/// Writes one tracking log as a zip with one entry, which appears whole or not at all.
public struct LogWriter: ~Copyable {
    /// - Parameters:
    ///   - path: the zip to make or replace.
    ///   - entry: the name of the CSV in it.
    public init(replacing path: String, entry: String) throws {
        _ = (path, entry)
    }

    /// Appends whole rows, each with its LF. The header line is the caller's first row.
    public mutating func append(_ rows: Span<UInt8>) throws {
        _ = rows
    }

    /// Closes the zip and makes it appear.
    public consuming func finish() throws -> WrittenLog {
        WrittenLog(csvBytes: 0, zipBytes: 0)
    }
}

/// What was written.
public struct WrittenLog: Sendable {
    /// The CSV's length.
    public var csvBytes: Int
    /// The zip's length.
    public var zipBytes: Int
}
