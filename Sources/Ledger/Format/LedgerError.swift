public import Durability
import TrackingLog
public import TransparencyLog

/// Why a ledger cannot be used, or nothing be added to it.
public enum LedgerError: Error, Sendable, CustomStringConvertible {
    /// A file could not be read or written.
    case file(FileError)
    /// The checkpoint is signed by none of the given keys.
    case untrusted(path: String, NoteError)
    /// The files of the ledger contradict each other.
    case contradiction(String)
    /// The archive does not extend the copy of its checkpoint.
    case copyDiffers(path: String, String)
    /// Another process is writing to the ledger.
    case locked(path: String)
    /// A key is of another name than the ledger's origin.
    case otherOrigin(key: String, origin: String)
    /// A file holds no private key.
    case notAKey(path: String, KeyError)
    /// Others may read the file of a private key.
    case exposedKey(path: String)
    /// A file does not list verifier keys.
    case notKeys(path: String, line: Int?, reason: String)
    /// A file holds no policy.
    case notAPolicy(path: String, PolicyError)

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .file(let error): "\(error)"
        case .untrusted(let path, let error): "\(path): \(error)"
        case .contradiction(let reason): reason
        case .copyDiffers(let path, let reason):
            "the archive does not extend the copy of its checkpoint, \(path): \(reason)"
        case .locked(let path): "another run is writing to the archive: \(path) is locked"
        case .otherOrigin(let key, let origin): "the key is for \(key), not for \(origin)"
        case .notAKey(let path, let error): "\(path) is \(error)"
        case .exposedKey(let path): "others may read the private key \(path)"
        case .notKeys(let path, let line, let reason):
            "\(path)\(line.map { ", line \($0.grouped)" } ?? "") does not list verifier keys: \(reason)"
        case .notAPolicy(let path, let error): "\(path) is not a policy: \(error)"
        }
    }

    static func wrapping<Result>(_ body: () throws(FileError) -> Result) throws(LedgerError) -> Result {
        do throws(FileError) {
            return try body()
        } catch {
            throw .file(error)
        }
    }
}
