/// Why a note is not to be believed.
public enum NoteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It does not have the form of a signed note.
    case malformed(String)
    /// The signature of a known key, of this name, is not its signature of this text.
    case badSignature(String)
    /// No key that is known has signed it; these names have.
    case noneKnown([String])

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .malformed(let reason): "not a signed note: \(reason)"
        case .badSignature(let name): "the signature of \(name) is not one of this text: text or signature was changed"
        case .noneKnown(let names):
            "none of its signatures is by a key that was given (they are by \(names.joined(separator: ", ")))"
        }
    }
}
