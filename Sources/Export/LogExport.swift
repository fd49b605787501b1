public import EventStore
import LogArchive
import TrackingLog

/// Writes tracking logs from a store.
///
/// The rows belong to the messages created inside the window, in the order of their time and then of their recording.
/// The same store gives the same bytes for the same request.
public struct LogExport: Sendable {
    private let store: EventStore

    /// An export of a store's events.
    public init(of store: EventStore) {
        self.store = store
    }

    /// Writes a log as a zip, which appears complete or not at all.
    ///
    /// - Parameters:
    ///   - request: the requested log.
    ///   - path: the zip to create or replace. Its folder must exist.
    ///   - isPrivate: whether a new zip is its owner's alone (mode 0600), whatever the process's mask.
    ///   - omitted: the columns whose fields are left empty.
    ///   - onRows: receives the number of rows written so far; its error ends the writing.
    ///   - onProgress: receives the number of events read, of all events to read, and of rows written. Counting all events
    ///     takes a look at each day; nil skips it.
    /// - Throws: `FileError` where the zip cannot be written, `StoreError` where the store cannot be read.
    public func write(
        _ request: LogRequest, to path: String, isPrivate: Bool = false, without omitted: OmittedColumns = [],
        onRows: @Sendable (Int) throws -> Void = { _ in },
        onProgress: (@Sendable (_ done: Int, _ of: Int, _ rows: Int) -> Void)? = nil
    ) throws -> ExportedLog {
        try request.checkIsComplete(in: store)
        var log = OpenLog(
            writer: try LogWriter(replacing: path, entry: request.entryName, mode: isPrivate ? 0o600 : nil))
        try log.append(Array("\(Column.header)\n".utf8), rows: 0)
        let total = onProgress == nil ? 0 : try store.count(request.selection)
        try store.readEvents(request.selection, into: &log) { events, batch in
            (events, RenderedRows(batch, without: omitted))
        } consume: { log, slice in
            let (events, rendered) = slice
            try log.append(rendered.text, rows: rendered.count)
            log.events += events
            try onRows(log.rows)
            onProgress?(log.events, total, log.rows)
        }
        // A pruning is announced before it removes anything, so this finds any that began during the reading.
        try request.checkIsComplete(in: store)
        return try log.finish()
    }

    /// A log that is being written.
    private struct OpenLog: ~Copyable {
        var writer: LogWriter
        var rows = 0
        /// The events read, selected or not.
        var events = 0

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

/// The figures of a written log.
public struct ExportedLog: Hashable, Sendable {
    /// The number of its rows.
    public var rows: Int
    /// The CSV's length in bytes.
    public var csvBytes: Int
    /// The zip's length in bytes.
    public var zipBytes: Int
}
