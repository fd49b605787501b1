public import Durability

/// Why a ledger cannot be used, or nothing be added to it.
public enum LedgerError: Error, Sendable, CustomStringConvertible {
    /// A file could not be read or written.
    case file(FileError)
    /// A checkpoint that no given key vouches for.
    case untrusted(path: String, NoteError)
    /// What is there does not fit together.
    case contradiction(String)
    /// The archive does not continue the copy of its checkpoint that is kept elsewhere.
    case copyDiffers(path: String, String)
    /// Another process is adding to the ledger.
    case locked(path: String)
    /// The keys of one ledger have to be of one name, its origin.
    case otherOrigin(key: String, origin: String)

    /// What is wrong, in words for people.
    public var description: String {
        switch self {
        case .file(let error): "\(error)"
        case .untrusted(let path, let error): "\(path): \(error)"
        case .contradiction(let reason): reason
        case .copyDiffers(let path, let reason):
            "the archive does not continue the copy of its checkpoint, \(path): \(reason)"
        case .locked(let path): "another run is writing to the archive: \(path) is locked"
        case .otherOrigin(let key, let origin): "the key is for \(key), not for \(origin)"
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
