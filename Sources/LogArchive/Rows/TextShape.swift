/// How the records of a text follow each other.
enum TextShape: Equatable, Sendable {
    /// Rows of a tracking log.
    case rows(RowLayout)
    /// Rows of another table, whose fields are separated by this byte.
    case table(separator: UInt8)
    /// One JSON object a line.
    case objectLines
    /// JSON objects over several lines, or in an array.
    case objects
}
