public import Durability
import Glibc
package import TransparencyLog

/// Why a witness's state cannot be used.
public enum WitnessStateError: Error, Sendable, CustomStringConvertible {
    /// The file cannot be read or written.
    case file(FileError)
    /// The file is something else, was changed, or belongs to another key.
    case notAState(path: String, String)
    /// Another process has it.
    case inUse(path: String)
    /// The key has a state, and it is not here.
    case missing(path: String, mark: String)
    /// Another process has replaced the file since it was read.
    case replaced(path: String)
    /// The clock shows a time that no cosignature can have.
    case clock(String)

    /// The file, and what is wrong with it.
    public var description: String {
        switch self {
        case .file(let error): "\(error)"
        case .notAState(let path, let reason): "\(path) is not the state of this witness: \(reason)"
        case .inUse(let path): "another process is using \(path)"
        case .missing(let path, let mark): "\(path) is missing, and \(mark) says that the key has cosigned before"
        case .replaced(let path): "\(path) was replaced while this process used it"
        case .clock(let reason): "the witness's clock is wrong: \(reason)"
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .file: "check the folder and its permissions"
        case .notAState:
            "nothing was cosigned; name the file that --state wrote with this key. Never begin again with an empty one and the same key"
        case .missing:
            "nothing was cosigned; mount its disk, or name the file with --state. If it is lost, make a new key: never begin again with an empty state and the same key"
        case .replaced: "nothing was cosigned; stop whatever else writes to the file"
        case .clock: "set the clock"
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
    /// The file as this process knows it.
    private var identity: FileIdentity?
    /// What the file says.
    package private(set) var logs: CosignedLogs
    /// Whether there was no file: it was created.
    package let isNew: Bool

    /// Locks a state and reads it, or creates one.
    ///
    /// - Parameters:
    ///   - path: the file; its folder must exist.
    ///   - key: the witness's key.
    ///   - mark: a file that says that the key has a state; nil keeps none.
    ///   - patience: how many seconds another process is waited for.
    package init(
        _ path: String, key: VerifierKey, mark: String? = nil, patience: Int
    ) throws(WitnessStateError) {
        let path = try Self.wrapping { () throws(FileError) in try FilePlace.following(path) }
        let lock = try Self.lock(path, patience: patience)
        let isNew = try Self.isMissing(path)
        if isNew, let mark, FileKind(at: mark) != nil { throw .missing(path: path, mark: mark) }
        let logs = try isNew ? CosignedLogs() : Self.read(path, key)
        // What cannot be written is noticed now, and not with the first checkpoint. The mark comes last: a crash before it
        // leaves a state, and nothing is cosigned without a mark.
        if isNew { try Self.write(logs.bytes(key: key), to: path) }
        if let mark, FileKind(at: mark) == nil { try Self.write(Array("\(path)\n".utf8), to: mark) }
        self.path = path
        self.key = key
        self.isNew = isNew
        self.logs = logs
        self.lock = lock
        identity = FileIdentity(of: path)
    }

    /// Whether there is no file; one that cannot be looked at is there.
    private static func isMissing(_ path: String) throws(WitnessStateError) -> Bool {
        if FileKind(at: path) != nil { return false }
        do throws(FileError) {
            _ = try OpenFile(path)
            return false
        } catch {
            if error.code == ENOENT { return true }
            throw .file(error)
        }
    }

    private static func wrapping<Result>(_ body: () throws(FileError) -> Result) throws(WitnessStateError) -> Result {
        do throws(FileError) {
            return try body()
        } catch {
            throw .file(error)
        }
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
        // A lock that was deleted does not keep another process away.
        guard FileIdentity(of: path) == identity else { throw .replaced(path: path) }
        try Self.write(logs.bytes(key: key), to: path)
        identity = FileIdentity(of: path)
        self.logs = logs
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(WitnessStateError) {
        try wrapping { () throws(FileError) in
            // What is written has to be read again.
            guard bytes.count <= maximumBytes else {
                throw FileError(path: path, doing: "write", reason: "it would be larger than \(maximumBytes >> 20) MiB")
            }
            var file = try AtomicFile(replacing: path, mode: 0o600)
            try file.write(bytes.span)
            try file.commit()
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

/// Which file a path leads to: another one after it was replaced.
private struct FileIdentity: Equatable {
    private let device: dev_t
    private let inode: ino_t
    private let written: [Int]

    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
        // The inode of a file that is gone is used again.
        written = [Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }
}
