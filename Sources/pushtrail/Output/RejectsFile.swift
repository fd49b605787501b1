import Durability
import Synchronization

/// The file of rejected records, one after the other.
///
/// It appears only if there are any: a run without rejects does not replace the file of an earlier run.
final class RejectsFile: Sendable {
    private struct State: ~Copyable {
        var output: Output?
        var isEmpty = true
    }

    private let state: Mutex<State>

    init(_ target: OutputTarget) throws(FileError) {
        state = Mutex(State(output: try Output(target)))
    }

    func append(_ record: Span<UInt8>) throws(FileError) {
        try state.withLock { state throws(FileError) in
            state.isEmpty = false
            try state.output?.write(record)
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
