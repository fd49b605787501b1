/// How the records of a text follow each other.
enum TextShape: Equatable, Sendable {
    /// Rows of CSV.
    case rows(RowLayout)
    /// One JSON object a line.
    case objectLines
    /// JSON objects over several lines, or in an array.
    case objects
}
