/// Why an erasure is not complete.
public enum ErasureError: Error, Sendable, CustomStringConvertible {
    /// While it was under way, an event was recorded that shows further rows to be about one of the people.
    case recordedMeanwhile

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .recordedMeanwhile:
            "an event was recorded meanwhile that shows further rows to be about them: not all is erased yet"
        }
    }
}
