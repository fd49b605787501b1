import EventStore
import Synchronization

/// The logs that are being sent, each open once however many clients download it.
///
/// How many may be open is limited, in all and for each owner.
final class OpenLogs: Sendable {
    private struct Entry {
        weak var file: OpenFile?
        var owner: Int64?
    }

    private let maximum: Int
    private let entries = Mutex<[JobID: Entry]>([:])

    /// - Parameter maximum: the maximum number of open logs. An owner may have a quarter of them.
    init(maximum: Int) { self.maximum = maximum }

    /// Opens a log, or shares it if it is open already.
    ///
    /// - Throws: ``OpenFile/Fault``: `tooMany` where the maximum is reached.
    func open(_ result: JobID, owner: Int64?, path: String) throws(OpenFile.Fault) -> OpenFile {
        let outcome = entries.withLock { entries -> Result<OpenFile, OpenFile.Fault> in
            if let file = entries[result]?.file { return .success(file) }
            if entries.count >= maximum / 4 { entries = entries.filter { $0.value.file != nil } }
            let own = entries.values.count { $0.owner == owner }
            guard entries.count < maximum, own < max(1, maximum / 4) else { return .failure(.tooMany) }
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
