import Durability
import EventStore

/// The reason of a failed job in words for its client, who must not learn the paths of the server.
enum JobFailure {
    static func words(for error: any Error) -> String {
        switch error {
        case let error as FileError: "cannot \(error.doing) \(name(of: error.path)): \(error.reason)"
        case let error as StoreError:
            switch error {
            case .locked: "the store is locked by another process"
            case .full: "no space left to write the store"
            // The store's own detail names a day; SQLite's may name a path, which only the service's log may show.
            case .damaged(_, let detail): "the store is damaged" + (detail.contains("/") ? "" : ": \(detail)")
            case .pruned, .prunedMeanwhile: "\(error)"
            default: "the store cannot be read"
            }
        default: "the log cannot be written; the log of the service says why"
        }
    }

    private static func name(of path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return JobID(String(name.prefix(32))) == nil ? name : "the log"
    }
}
