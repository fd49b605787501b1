/// Whether a message's name follows the naming convention, or how it departs from it.
///
/// The convention is `journey | step | timing`, or with a variant `journey | step | timing | variant`: the parts of a
/// ``MessageName``. Of several departures the first of this list is the one.
public enum NameCheck: UInt8, CaseIterable, Sendable {
    /// Three or four parts, none of them empty.
    case ok
    /// The message has no name.
    case noName
    /// A part is empty, or holds only spaces and tabs.
    case emptyPart
    /// One part.
    case noStep
    /// Two parts.
    case noTiming
    /// Five parts or more.
    case tooManyParts

    /// The check in words: `no timing`.
    public var name: String {
        switch self {
        case .ok: "ok"
        case .noName: "no name"
        case .emptyPart: "empty part"
        case .noStep: "no step"
        case .noTiming: "no timing"
        case .tooManyParts: "too many parts"
        }
    }

    /// Checks a name.
    ///
    /// - Parameter name: the name; nil or empty where a message has none.
    public init(of name: String?) {
        guard let name, !name.isEmpty else {
            self = .noName
            return
        }
        // By scalars, as a MessageName is split.
        let parts = name.unicodeScalars.split(separator: "|", omittingEmptySubsequences: false)
        if parts.contains(where: { $0.allSatisfy(\.isBlank) }) {
            self = .emptyPart
            return
        }
        switch parts.count {
        case 1: self = .noStep
        case 2: self = .noTiming
        case 3, 4: self = .ok
        default: self = .tooManyParts
        }
    }
}
