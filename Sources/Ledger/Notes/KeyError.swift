/// Why a text is not a key.
public enum KeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It does not have the form of one.
    case malformed(String)
    /// Its id is not the one that its name and key have.
    case wrongID(given: String, own: String)
    /// Its way of signing is not known here.
    case unknownAlgorithm(UInt8)
    /// A name that no key may have.
    case badName(String)
    /// Others may read the file of a private key.
    case exposed(path: String)

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .malformed(let form): "not a key: \(form)"
        case .wrongID(let given, let own): "the key id \(given) is not that of the name and key, which is \(own)"
        case .unknownAlgorithm(let byte):
            "keys of kind \(byte) are not known; an Ed25519 key is of kind 1 (4 of a witness)"
        case .badName(let name): "no key can be named '\(name)': a name has no spaces, no + and no control characters"
        case .exposed(let path): "others may read the private key \(path)"
        }
    }
}
