/// Why a proof proves nothing.
public enum ProofError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It does not have the form of one.
    case malformed(String)
    /// Its checkpoint is not to be believed.
    case untrusted(NoteError)
    /// The checkpoint is not its signer's own.
    case otherOrigin(String)
    /// The manifest of a night, from 1, is not in the ledger.
    case manifestNotIncluded(night: Int)
    /// A row, from 0, is not in its night's archive.
    case rowNotIncluded(index: Int, archive: String)
    /// It names no row, or none of some night.
    case empty

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .malformed(let reason): "not a proof: \(reason)"
        case .untrusted(let error): "\(error)"
        case .otherOrigin(let origin): "the checkpoint of \(origin) is signed by none of its own keys that were given"
        case .manifestNotIncluded(let night): "the manifest of night \(night) of the proof is not in the ledger"
        case .rowNotIncluded(let index, let archive): "row \(index) of the proof is not in \(archive)"
        case .empty: "it proves no row, or none of a night that it names"
        }
    }
}
