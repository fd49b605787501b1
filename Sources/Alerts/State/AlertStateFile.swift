public import Durability
import Foundation
import Diagnosis
import TrackingLog

/// A state that cannot be used.
public enum AlertStateError: Error, CustomStringConvertible {
    /// The file cannot be read or written.
    case file(FileError)
    /// The file is something else, or damaged.
    case notAState(path: String, String)
    /// Another run has it.
    case inUse(path: String)

    /// The file, and what is wrong with it.
    public var description: String {
        switch self {
        case .file(let error): "\(error)"
        case .notAState(let path, let reason): "\(path) is not a state of alerts: \(reason)"
        case .inUse(let path): "another run is using \(path)"
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .file: "check the folder and its permissions"
        case .notAState:
            "no incident was announced; name the file that --state wrote, or a new one to announce every incident again"
        case .inUse: "wait for it to end, then run the same command again"
        }
    }
}

/// The file of a state, held by one run at a time.
///
/// A lock beside it, `NAME.lock`, is held from ``init(_:patience:)`` on; the system releases it when the process ends.
public struct AlertStateFile: ~Copyable {
    private let path: String
    private let lock: LockFile
    /// What the file says; nothing where there is none yet.
    public let state: AlertState

    /// Locks a state, and reads it.
    ///
    /// - Parameters:
    ///   - path: the file; its folder must exist.
    ///   - patience: how many seconds another run is waited for.
    public init(_ path: String, patience: Int = 120) throws(AlertStateError) {
        let path = try Self.following(path)
        let lock: LockFile
        do throws(LockFile.Fault) {
            lock = try LockFile(beside: path, patience: patience)
        } catch {
            switch error {
            case .held: throw .inUse(path: path)
            case .file(let error): throw .file(error)
            }
        }
        state = try Self.read(path)
        self.path = path
        self.lock = lock
    }

    /// Where the links of a path lead: a lock beside a link would not be the one beside the file.
    private static func following(_ path: String) throws(AlertStateError) -> String {
        do throws(FileError) {
            return try FilePlace.following(path)
        } catch {
            throw .file(error)
        }
    }

    /// Replaces the state, which is durable afterwards.
    public func write(_ state: AlertState) throws(AlertStateError) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            let bytes = Array(try encoder.encode(StateDocument(state))) + [.lineFeed]
            // Names of people and places may be in it.
            var file = try AtomicFile(replacing: path, mode: 0o600)
            try file.write(bytes.span)
            try file.commit()
        } catch let error as FileError {
            throw .file(error)
        } catch {
            throw .notAState(path: path, "\(error)")
        }
    }

    private static func read(_ path: String) throws(AlertStateError) -> AlertState {
        if FileKind(at: path) == nil { return AlertState() }
        do {
            let bytes = try SmallFile.bytes(of: path)
            let head = try? JSONDecoder().decode(StateDocument.Head.self, from: Data(bytes))
            guard let schema = head?.schema else {
                throw AlertStateError.notAState(
                    path: path, bytes.isEmpty ? "it is empty" : "it is not JSON with the schema \(StateDocument.schema)"
                )
            }
            guard schema == StateDocument.schema else {
                throw AlertStateError.notAState(path: path, "its schema is “\(schema)”, not \(StateDocument.schema)")
            }
            return try JSONDecoder().decode(StateDocument.self, from: Data(bytes)).state()
        } catch let error as AlertStateError {
            throw error
        } catch let error as FileError {
            throw .file(error)
        } catch let error as DecodingError {
            throw .notAState(path: path, "it is damaged: \(error.words)")
        } catch {
            throw .notAState(path: path, "it is damaged: \(error)")
        }
    }
}
