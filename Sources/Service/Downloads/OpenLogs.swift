import EventStore
import Synchronization

/// The logs that are being sent, each open once, however many fetch it; a number of them, and of each owner's.
final class OpenLogs: Sendable {
    private struct Entry {
        weak var file: OpenFile?
        var owner: Int64?
    }

    private let most: Int
    private let entries = Mutex<[JobID: Entry]>([:])

    /// - Parameter most: how many may be open; an owner may have a quarter of them.
    init(most: Int) { self.most = most }

    /// Opens a log, or shares it with who has it open.
    ///
    /// - Throws: ``OpenFile/Fault``: too many where there are as many as may be.
    func open(_ result: JobID, owner: Int64?, path: String) throws(OpenFile.Fault) -> OpenFile {
        let outcome = entries.withLock { entries -> Result<OpenFile, OpenFile.Fault> in
            if let file = entries[result]?.file { return .success(file) }
            if entries.count >= most / 4 { entries = entries.filter { $0.value.file != nil } }
            let own = entries.values.count { $0.owner == owner }
            guard entries.count < most, own < max(1, most / 4) else { return .failure(.tooMany) }
            do throws(OpenFile.Fault) {
                let file = try OpenFile(path: path)
                entries[result] = Entry(file: file, owner: owner)
                return .success(file)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}
