public import TransparencyLog

/// Why a proof proves nothing.
public enum ProofError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes do not have the form of a proof.
    case malformed(String)
    /// The checkpoint is not trusted.
    case untrusted(NoteError)
    /// The checkpoint's key was replaced before a night that the proof shows: which, and until when it was right.
    case keyOutOfTime(String)
    /// The manifest of a night, from 1, is not in the ledger.
    case manifestNotIncluded(night: Int)
    /// A row, from 0, is not in its night's archive.
    case rowNotIncluded(index: Int, archive: String)
    /// The proof has no rows, or none of a night.
    case empty

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .malformed(let reason): "not a proof: \(reason)"
        case .untrusted(let error): "\(error)"
        case .keyOutOfTime(let reason): "the checkpoint is signed out of time: \(reason)"
        case .manifestNotIncluded(let night): "the ledger does not include the manifest of the proof's night \(night)"
        case .rowNotIncluded(let index, let archive): "\(archive) does not include row \(index) as the proof gives it"
        case .empty: "the proof has no rows, or none of a night that it names"
        }
    }
}
