public import Durability
package import TransparencyLog

/// Why a witness's state cannot be used.
public enum WitnessStateError: Error, Sendable, CustomStringConvertible {
    /// The file cannot be read or written.
    case file(FileError)
    /// The file is something else, was changed, or belongs to another key.
    case notAState(path: String, String)
    /// Another process has it.
    case inUse(path: String)

    /// The file, and what is wrong with it.
    public var description: String {
        switch self {
        case .file(let error): "\(error)"
        case .notAState(let path, let reason): "\(path) is not the state of this witness: \(reason)"
        case .inUse(let path): "another process is using \(path)"
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .file: "check the folder and its permissions"
        case .notAState:
            "nothing was cosigned; name the file that --state wrote with this key. Never begin again with an empty one and the same key"
        case .inUse: "one process at a time cosigns with a state; wait for it to end, or stop it"
        }
    }
}

/// The file of a witness's state, held by one process at a time.
///
/// It is replaced as a whole, and durable before any cosignature leaves the process: after a crash at any moment it has
/// every checkpoint whose cosignature somebody may have.
package struct WitnessStateFile: ~Copyable {
    private static let maximumBytes = 256 << 20

    private let path: String
    private let key: VerifierKey
    private let lock: LockFile
    /// What the file says.
    package private(set) var logs: CosignedLogs
    /// Whether there was no file: it was created.
    package let isNew: Bool

    /// Locks a state and reads it, or creates one.
    ///
    /// - Parameters:
    ///   - path: the file; its folder must exist.
    ///   - key: the witness's key.
    ///   - patience: how many seconds another process is waited for.
    package init(_ path: String, key: VerifierKey, patience: Int) throws(WitnessStateError) {
        let lock = try Self.lock(path, patience: patience)
        let isNew = FileKind(at: path) == nil
        let logs = try isNew ? CosignedLogs() : Self.read(path, key)
        // What cannot be written is noticed now, and not with the first checkpoint.
        if isNew { try Self.write(logs, to: path, key) }
        self.path = path
        self.key = key
        self.isNew = isNew
        self.logs = logs
        self.lock = lock
    }

    private static func lock(_ path: String, patience: Int) throws(WitnessStateError) -> LockFile {
        do throws(LockFile.Fault) {
            return try LockFile(beside: path, patience: patience)
        } catch {
            switch error {
            case .held: throw .inUse(path: path)
            case .file(let error): throw .file(error)
            }
        }
    }

    /// Replaces the state; it is durable afterwards.
    package mutating func replace(_ logs: CosignedLogs) throws(WitnessStateError) {
        try Self.write(logs, to: path, key)
        self.logs = logs
    }

    private static func write(
        _ logs: CosignedLogs, to path: String, _ key: VerifierKey
    ) throws(WitnessStateError) {
        do throws(FileError) {
            var file = try AtomicFile(replacing: path, mode: 0o600)
            let bytes = logs.bytes(key: key)
            try file.write(bytes.span)
            try file.commit()
        } catch {
            throw .file(error)
        }
    }

    private static func read(_ path: String, _ key: VerifierKey) throws(WitnessStateError) -> CosignedLogs {
        let bytes: [UInt8]
        do throws(FileError) {
            let file = try OpenFile(path, links: .followed)
            guard file.size <= maximumBytes else {
                throw FileError(path: path, doing: "read", reason: "it is larger than \(maximumBytes >> 20) MiB")
            }
            bytes = try file.bytes(upTo: file.size)
        } catch {
            throw .file(error)
        }
        do throws(CosignedLogs.Fault) {
            return try CosignedLogs(bytes, key: key)
        } catch {
            throw .notAState(path: path, error.reason)
        }
    }
}
