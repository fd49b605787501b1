/// Where events are read from.
public enum LogInput: Sendable, Hashable {
    /// A file (CSV, NDJSON, or a zip of them) or a folder of such files.
    case path(String)
    /// What is piped in: CSV, NDJSON, or a zip.
    case standardInput
}

extension LogInput {
    /// What messages call it.
    public var name: String {
        switch self {
        case .path(let path): path
        case .standardInput: "standard input"
        }
    }

    /// The files that inputs stand for: what a reading would open, in its order.
    public static func files(of inputs: [LogInput]) -> [LogInput] { InputFiles(inputs).files.map(\.input) }
}

/// How the text of an input is spelled.
public enum LogFormat: String, CaseIterable, Sendable {
    /// Told apart by the first bytes.
    case auto
    /// A tracking log, in any of its dialects.
    case csv
    /// One JSON object a line.
    case ndjson
}
