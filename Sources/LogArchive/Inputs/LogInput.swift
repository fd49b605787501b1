/// Where events are read from.
public enum LogInput: Sendable, Hashable {
    /// A file (CSV, JSON, gzip or a zip of them) or a folder of such files.
    case path(String)
    /// What is piped in: CSV, JSON, gzip or a zip.
    case standardInput
    /// A copy of something that can be read only once, and the name of the original.
    case copy(String, of: String)
}

extension LogInput {
    /// What messages call it.
    public var name: String {
        switch self {
        case .path(let path): path
        case .standardInput: "standard input"
        case .copy(_, let original): original
        }
    }

    /// The file that was named or found; nil for standard input and copies.
    var file: String? {
        if case .path(let path) = self { path } else { nil }
    }

    /// The path to open; nil for standard input.
    var location: String? {
        switch self {
        case .path(let path), .copy(let path, _): path
        case .standardInput: nil
        }
    }

    /// The files that a reading of inputs would open, in its order.
    public static func files(of inputs: [LogInput]) -> [LogInput] { InputFiles(inputs).files.map(\.input) }
}

/// The format of an input's text.
public enum LogFormat: String, CaseIterable, Sendable {
    /// Detected from the first bytes.
    case auto
    /// A table: a tracking log in any of its dialects, or another vendor's.
    case csv
    /// JSON objects, one a line, over several lines, or in arrays.
    case ndjson
}
