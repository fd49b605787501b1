/// Why a text is not a key.
public enum KeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text does not have the form of a key.
    case malformed(String)
    /// A private key stands where a verifier key is needed.
    case isPrivate
    /// The key id is not that of the name and key.
    case wrongID(given: String, own: String)
    /// The key signs in a way that is not supported.
    case unknownAlgorithm(UInt8)
    /// A name that no key may have.
    case badName(String)
    /// A witness's private key stands where a log's is needed.
    case isWitness(String)
    /// A log's private key stands where a witness's is needed.
    case isLog(String)

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .malformed(let form): "not a key: \(form)"
        case .isPrivate: "a private key; `pushtrail key show FILE` prints its verifier key"
        case .wrongID(let given, let own): "the key id \(given) does not match the name and key: theirs is \(own)"
        case .unknownAlgorithm(KeyAlgorithm.mlDSA44):
            "an ML-DSA-44 key (kind 6), which is not supported yet: an Ed25519 key is of kind 1, a witness's of kind 4"
        case .unknownAlgorithm(let byte):
            "keys of kind \(byte) are not supported: an Ed25519 key is of kind 1, a witness's of kind 4"
        case .badName(let name): "no key can be named '\(name)': a name has no spaces, no + and no control characters"
        case .isWitness(let name): "the key of the witness \(name): it cosigns checkpoints of others, and signs no log"
        case .isLog(let name): "the key of the log \(name): a witness needs a key of its own"
        }
    }
}
