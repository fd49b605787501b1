/// Why a note is not trusted.
public enum NoteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes do not have the form of a signed note.
    case malformed(String)
    /// The signature by a given key, of this name and id, does not match the text.
    case badSignature(String)
    /// None of the given keys signed the note, but others; each as `NAME+KEYID`.
    case noneKnown(signers: [String], given: [String])
    /// A checkpoint of this origin is signed by given keys of other names only.
    case notByOrigin(String, signers: [String])

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .malformed(let reason): "not a signed note: \(reason)"
        case .badSignature(let name):
            "the signature by the given key \(name) does not match the text: the text or the signature was changed or forged"
        case .noneKnown(let signers, let given):
            "signed by none of the keys given (\(given.joined(separator: ", "))), but by \(signers.joined(separator: ", ")): "
                + "another key, whose owner has to vouch for it"
        case .notByOrigin(let origin, let names):
            "the checkpoint is of \(origin), but of the keys given only \(names.joined(separator: ", ")) signed it"
        }
    }
}
