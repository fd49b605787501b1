import LogArchive

/// A tally that cannot be used to its end after its beginning was, so that no answer would be right.
///
/// All that can be noticed before is a failure of one input among others.
public struct TallyError: Error, CustomStringConvertible, Sendable {
    /// The file, as messages call it.
    public let path: String
    /// Why, in words for people.
    public let reason: String
    /// What can be done about it.
    public let hint: String

    init(path: String, _ fault: ReadingFault) {
        self.path = path
        reason = fault.reason
        hint = fault.remedy ?? "run the same command again"
    }

    /// `cannot read PATH: REASON`.
    public var description: String { "cannot read \(path): \(reason)" }
}
