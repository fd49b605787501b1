public import Export
import TrackingLog

/// A log that was written.
public struct ExportAnswer: Answer {
    private let log: ExportedLog
    private let path: String

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - log: the log that was written.
    ///   - path: where the log was written.
    public init(_ log: ExportedLog, path: String) {
        self.log = log
        self.path = path
    }

    /// `{"path","rows","csv_bytes","zip_bytes"}`.
    public var document: some Encodable { ExportDocument(path: path, log: log) }

    /// One line.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        try body(Section([.lines([Line(text: "\(path): \(log.summary)")])]))
    }
}

extension ExportedLog {
    /// Its rows and sizes, in words.
    public var summary: String {
        "\(rows.counting("row")), \(csvBytes.asBytes) of CSV, \(zipBytes.asBytes) zipped"
    }
}

private struct ExportDocument: Encodable {
    var path: String
    var log: ExportedLog

    private enum Keys: String, CodingKey {
        case csvBytes = "csv_bytes"
        case zipBytes = "zip_bytes"
        case path, rows
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(path, forKey: .path)
        try object.encode(log.rows, forKey: .rows)
        try object.encode(log.csvBytes, forKey: .csvBytes)
        try object.encode(log.zipBytes, forKey: .zipBytes)
    }
}
