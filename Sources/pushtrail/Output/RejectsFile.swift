import Durability
import Ingest
import Synchronization
import TrackingLog

/// The file of rejected records, one after the other, each under the header that it needs to be read.
///
/// It appears only if there are any: a run without rejects does not replace the file of an earlier run.
final class RejectsFile: Sendable {
    private struct State: ~Copyable {
        var output: Output?
        var isEmpty = true
        /// The last header.
        var header = ""
    }

    private let state: Mutex<State>

    init(_ target: OutputTarget) throws(FileError) {
        state = Mutex(State(output: try Output(target)))
    }

    func append(_ record: RejectedRecord) throws(FileError) {
        try state.withLock { state throws(FileError) in
            state.isEmpty = false
            if let header = record.header, header != state.header {
                try state.output?.write((header.isEmpty ? Column.header : header) + "\n")
                state.header = header
            }
            try state.output?.write(record.text.span)
            try state.output?.write("\n")
        }
    }

    func finish() throws(FileError) {
        try state.withLock { state throws(FileError) in
            let output = state.output.take()
            if !state.isEmpty { try output?.finish() }
        }
    }
}
