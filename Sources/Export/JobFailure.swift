import Durability
import EventStore

/// Why a log could not be made, for whoever asked for it: where the service keeps what is not for him to know.
enum JobFailure {
    static func words(for error: any Error) -> String {
        switch error {
        case let error as FileError: "cannot \(error.doing) \(name(of: error.path)): \(error.reason)"
        case let error as StoreError:
            switch error {
            case .locked: "the store is locked by another process"
            case .full: "no space left to write the store"
            // Ours names a day; SQLite's may name what only the log of the service is to know.
            case .damaged(_, let detail): "the store is damaged" + (detail.contains("/") ? "" : ": \(detail)")
            case .pruned, .prunedMeanwhile: "\(error)"
            default: "the store cannot be read"
            }
        default: "the log cannot be made; the log of the service says why"
        }
    }

    private static func name(of path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return JobID(String(name.prefix(32))) == nil ? name : "the log"
    }
}
