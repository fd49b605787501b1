import TrackingLog

/// A line of a log that has a time before its JSON object.
///
/// Source: Amazon CloudWatch Logs, "Exporting log data to Amazon S3": each line of such a file is the event's time in ISO
/// 8601, a space, and the event.
public enum LoggedObject {
    /// The most bytes of a time and the spaces around it.
    private static let longestPrefix = 48

    /// The place of the object in a line; nil if the line has no time before it.
    ///
    /// - Parameter line: the line, without its line end.
    public static func place(in line: Span<UInt8>) -> Range<Int>? {
        guard let first = line.isEmpty ? nil : line[0], first.isDigit else { return nil }
        var start = 0
        while start < min(line.count, longestPrefix), line[start] != .openBrace { start += 1 }
        guard start < line.count, line[start] == .openBrace, line[start - 1] == .space || line[start - 1] == .tab else {
            return nil
        }
        var end = start
        while end > 0, line[end - 1] == .space || line[end - 1] == .tab { end -= 1 }
        guard Timestamp(logged: line.extracting(0..<end), zone: nil) != nil else { return nil }
        return start..<line.count
    }
}
