/// Why a note is not trusted.
public enum NoteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes do not have the form of a signed note.
    case malformed(String)
    /// The signature by a given key, of this name, does not match the text.
    case badSignature(String)
    /// None of the given keys signed the note; keys of these names did.
    case noneKnown([String])
    /// A checkpoint of this origin is signed by given keys of other names only.
    case notByOrigin(String, signers: [String])

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .malformed(let reason): "not a signed note: \(reason)"
        case .badSignature(let name):
            "the signature by \(name) does not match the text: the text or the signature was changed"
        case .noneKnown(let names): "signed by none of the keys given, but by \(names.joined(separator: ", "))"
        case .notByOrigin(let origin, let names):
            "the checkpoint is of \(origin), but of the keys given only \(names.joined(separator: ", ")) signed it"
        }
    }
}
