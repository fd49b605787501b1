import Glibc
public import Logging
import TrackingLog

/// A log handler that writes one line an event.
public struct StructuredLog: LogHandler {
    /// The format of a line.
    public enum Format: String, CaseIterable, Sendable {
        /// `time=… level=info msg="…" key=value`
        case logfmt
        /// One JSON object.
        case json
    }

    /// The metadata of every line.
    public var metadata: Logger.Metadata = [:]
    /// Minimum severity to log.
    public var logLevel: Logger.Level
    /// The source of more metadata for every line.
    public var metadataProvider: Logger.MetadataProvider?

    private let format: Format
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - format: the format of a line.
    ///   - level: the minimum severity to log.
    ///   - write: receives each line, with its LF.
    public init(
        format: Format, level: Logger.Level, write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.format = format
        self.write = write
        logLevel = level
    }

    /// One value of the metadata.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes an event's line.
    public func log(event: LogEvent) {
        var pairs = [("time", Self.time()), ("level", event.level.rawValue), ("msg", event.message.description)]
        var details = metadata
        if let more = event.metadata { details.merge(more) { $1 } }
        if let error = event.error { details["error"] = "\(error)" }
        pairs += details.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
        var line = format == .json ? Self.object(pairs) : Self.pairs(pairs)
        line.append(.lineFeed)
        write(line)
    }

    private static func object(_ pairs: [(String, String)]) -> [UInt8] {
        var line: [UInt8] = [.openBrace]
        for (key, value) in pairs {
            if line.count > 1 { line.append(.comma) }
            JSONText.appendQuoted(key, to: &line)
            line.append(.colon)
            JSONText.appendQuoted(value, to: &line)
        }
        line.append(.closeBrace)
        return line
    }

    private static func pairs(_ pairs: [(String, String)]) -> [UInt8] {
        var line: [UInt8] = []
        for (key, value) in pairs {
            if !line.isEmpty { line.append(.space) }
            line.append(contentsOf: key.utf8)
            line.append(.equals)
            if value.isEmpty || value.utf8.contains(where: { $0 <= 0x20 || $0 == 0x22 || $0 == 0x3D || $0 == 0x7F }) {
                JSONText.appendQuoted(value, to: &line)
            } else {
                line.append(contentsOf: value.utf8)
            }
        }
        return line
    }

    /// The current time, to the millisecond.
    private static func time() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let milliseconds = String(1000 + time.tv_nsec / 1_000_000).dropFirst()
        return Timestamp(secondsSince1970: Int64(time.tv_sec)).rfc3339.dropLast() + ".\(milliseconds)Z"
    }
}
