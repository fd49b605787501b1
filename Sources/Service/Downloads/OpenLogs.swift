import Durability
import EventStore
import Glibc
import NIOCore
import Synchronization

/// A log that is being sent. It stays readable until the last client has it, even if it is removed.
final class OpenLog: Sendable {
    private let file: OpenFile

    /// Its length in bytes.
    var length: Int { file.size }

    fileprivate init(_ path: String) throws(FileError) { file = try OpenFile(path) }

    /// Reads some of its bytes; fewer where it ends.
    func read(_ range: Range<Int>) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(range.count)
        do {
            try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.count) { space in
                try file.read(
                    at: range.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: space[..<range.count]))
            }
        } catch let error as FileError {
            // The file's name is the link's secret: no error carries it on.
            throw IOError(errnoCode: error.code, reason: "read")
        }
        return buffer
    }
}

/// The logs that are being sent, each open once for all clients.
final class OpenLogs: Sendable {
    /// Why a log cannot be opened.
    enum Fault: Error {
        /// It is not there, or cannot be read.
        case gone
        /// Too many files are open.
        case tooMany
    }

    private struct Entry {
        weak var log: OpenLog?
        var owner: Int64?
    }

    private let maximum: Int
    private let entries = Mutex<[JobID: Entry]>([:])

    /// - Parameter maximum: how many may be open; an owner may have a quarter of them.
    init(maximum: Int) { self.maximum = maximum }

    /// Opens a log, or shares it where it is open already.
    func open(_ result: JobID, owner: Int64?, path: String) throws(Fault) -> OpenLog {
        let outcome = entries.withLock { entries -> Result<OpenLog, Fault> in
            if let log = entries[result]?.log { return .success(log) }
            if entries.count >= maximum / 4 { entries = entries.filter { $0.value.log != nil } }
            let own = entries.values.count { $0.owner == owner }
            guard entries.count < maximum, own < max(1, maximum / 4) else { return .failure(.tooMany) }
            do throws(FileError) {
                let log = try OpenLog(path)
                entries[result] = Entry(log: log, owner: owner)
                return .success(log)
            } catch {
                return .failure([EMFILE, ENFILE].contains(error.code) ? .tooMany : .gone)
            }
        }
        return try outcome.get()
    }
}
