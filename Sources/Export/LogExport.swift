public import EventStore
import LogArchive
import Synchronization
import TrackingLog

/// Writes tracking logs from a store.
///
/// The rows are those of the messages created inside the window, in the order of their time and then of their recording.
/// The same store gives the same bytes for the same request.
public struct LogExport: Sendable {
    private let store: EventStore

    /// - Parameter store: where the events are.
    public init(of store: EventStore) {
        self.store = store
    }

    /// Writes the log of a request as a zip, which appears whole or not at all.
    ///
    /// - Parameters:
    ///   - request: what is wanted.
    ///   - path: the zip to make or replace. Its folder must exist.
    ///   - isPrivate: whether a new zip is its owner's alone (mode 0600), whatever the process's mask.
    ///   - onRows: told how many rows are written so far; what it throws ends the writing.
    ///   - onProgress: told besides how many of the store's events have been looked at, of how many; the question costs
    ///     a look at them all. nil spares it.
    /// - Throws: `FileError` where the zip cannot be written, `StoreError` where the store cannot be read.
    public func write(
        _ request: LogRequest, to path: String, isPrivate: Bool = false,
        onRows: @Sendable (Int) throws -> Void = { _ in },
        onProgress: (@Sendable (_ done: Int, _ of: Int, _ rows: Int) -> Void)? = nil
    ) throws -> ExportedLog {
        try request.checkIsWhole(in: store)
        let log = Mutex<OpenLog?>(
            OpenLog(
                writer: try LogWriter(
                    replacing: path, entry: request.entryName, mode: isPrivate ? 0o600 : nil)))
        try log.withLock { log in try log?.append(Array("\(Column.header)\n".utf8), rows: 0) }
        let total = onProgress == nil ? 0 : try store.count(request.selection)
        let done = Atomic(0)
        try store.readEvents(request.selection) { events, batch in
            (events, RenderedRows(batch))
        } consume: { events, rendered in
            let rows = try log.withLock { log in
                try log?.append(rendered.text, rows: rendered.count)
                return log?.rows ?? 0
            }
            try onRows(rows)
            onProgress?(done.wrappingAdd(events, ordering: .relaxed).newValue, total, rows)
        }
        // What was pruned before the events were read was announced before.
        try request.checkIsWhole(in: store)
        return try log.withLock { log in
            // Always there: it is taken here alone.
            guard let open = log.take() else { return ExportedLog(rows: 0, csvBytes: 0, zipBytes: 0) }
            return try open.finish()
        }
    }

    /// A log that is being written.
    private struct OpenLog: ~Copyable {
        var writer: LogWriter
        var rows = 0

        mutating func append(_ text: [UInt8], rows: Int) throws {
            try writer.append(text.span)
            self.rows += rows
        }

        consuming func finish() throws -> ExportedLog {
            let rows = rows
            let written = try writer.finish()
            return ExportedLog(rows: rows, csvBytes: written.csvBytes, zipBytes: written.zipBytes)
        }
    }
}

/// A log that was written.
public struct ExportedLog: Hashable, Sendable {
    /// Its events.
    public var rows: Int
    /// The CSV's length in bytes.
    public var csvBytes: Int
    /// The zip's length in bytes.
    public var zipBytes: Int
}
