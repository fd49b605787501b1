/// A record that is no event.
public struct RejectedRecord: Sendable, CustomStringConvertible {
    /// The file that holds it, or the entry of a zip, as messages call it.
    public var source: String
    /// The line it begins on; the first one is 1.
    public var line: Int
    /// Why, in words for people.
    public var reason: String
    /// The record as it stands, up to its first line end; nil where it was read well and the store refused it.
    public var text: [UInt8]?

    /// `FILE:LINE: REASON`
    public var description: String { "\(source):\(line): \(reason)" }
}
